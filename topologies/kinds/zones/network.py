from topologies.kinds.declare import Trait, zone
from topologies.kinds.properties import Place
from topologies.scalars import Cidr


@zone(
    "network",
    label="Network",
    icon="network",
    parents=("", "provider", "region", "group"),
    traits=(Trait.NETWORK,),
)
class Network(Place):
    """A private address space with routing inside: a VPC, or a provider's private network.

    Everything inside one network has a route to everything else inside it. Networks reach each other only through a
    direct peering, and only if their address ranges do not overlap: give every network of a system its own range
    from the start.

    Source of facts: AWS documentation, VPC peering limitations.
    """

    cidrs: tuple[Cidr, ...] = ()
    flow_logs: bool | None = None
