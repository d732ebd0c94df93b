from topologies.kinds.declare import Trait, zone
from topologies.kinds.properties import Properties
from topologies.scalars import Cidr


@zone(
    "network",
    label="Network",
    icon="network",
    parents=("", "provider", "region", "group"),
    traits=(Trait.NETWORK,),
)
class Network(Properties):
    """A private address space with routing inside: a VPC, or a provider's private network.

    Everything inside one network has a route to everything else inside it. Networks reach each other only through a
    direct peering.
    """

    cidrs: tuple[Cidr, ...] = ()
    flow_logs: bool | None = None
