from topologies.kinds.declare import PortDefault, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Process


@node(
    "ssh-server",
    label="SSH server",
    concern="security",
    icon="bastion",
    parents=ANYWHERE,
    ports=(PortDefault("ssh", 22, "ssh", tls=True),),
)
class SshServer(Process):
    """OpenSSH on a host: how people and deployments log in to that machine.

    Open it to the addresses of administrators only; on the open internet it is tried all day. Keys instead of
    passwords, and no login as root. It never serves users: a link to it is administration.

    Source of facts: OpenSSH manual, sshd_config.
    """

    password_login: bool | None = None
    root_login: bool | None = None
