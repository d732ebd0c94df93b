from pydantic import Field

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Process, Short


@node(
    "bastion",
    label="Bastion host",
    concern="security",
    icon="bastion",
    parents=ANYWHERE,
    ports=(PortDefault("ssh", 22, "ssh", tls=True),),
    traits=(Trait.PROXY, Trait.PUBLIC),
)
class Bastion(Process):
    """The one machine through which administrators reach private machines.

    Let in only known addresses, with keys and a second factor, and log sessions elsewhere. It needs no rights of its
    own beyond passing connections on. Where the provider offers access without an open port (Session Manager), no
    bastion is safer than a good one.

    Source of facts: AWS documentation, AWS Systems Manager Session Manager; OpenSSH manual.
    """

    mfa_required: bool | None = Field(None, title="Second factor required")
    public_ip: bool = Field(True, title="Public IP address")
    purpose: Short = ""
