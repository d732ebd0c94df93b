from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Compute, Short


@node(
    "container",
    label="Container",
    concern="compute",
    icon="container",
    parents=ANYWHERE,
    ports=(PortDefault("http", 8080, "http"),),
    traits=(Trait.COMPUTE,),
)
class Container(Compute):
    """A container that runs the team's code, on Docker, on a platform such as Railway, or on the team's own machine.

    What it writes to its own file system is gone when it is replaced: data belongs in a volume or a store. A port
    that is published without an address listens on every address of the host, past the host's own firewall in
    Docker's usual set-up; bind it to localhost where only the machine itself needs it.

    Restarts do not help when the host is gone: only a second instance elsewhere does.

    Source of facts: Docker documentation, packet filtering and firewalls.
    """

    command: Short = ""
