from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Compute, Short


@node(
    "app-server",
    label="Application server",
    concern="compute",
    icon="app-server",
    parents=ANYWHERE,
    ports=(PortDefault("http", 8080, "http"),),
    traits=(Trait.COMPUTE,),
)
class AppServer(Compute):
    """The team's own service on machines, virtual or not: one instance a machine, or several on one.

    An Auto Scaling group is one application server whose minimum and maximum instances differ. It replaces an
    instance that fails its health check; until then the remaining ones carry the load, so plan for the loss of an
    instance, and of a whole availability zone, at peak.

    State kept in an instance (sessions, uploads, open WebSocket connections) is lost with it.

    Source of facts: AWS documentation, Amazon EC2 Auto Scaling.
    """

    command: Short = ""
    encrypted_disks: bool | None = None
