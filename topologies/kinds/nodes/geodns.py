from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.names import NameService
from topologies.kinds.places import ACCOUNT
from topologies.kinds.properties import Short


@node(
    "geodns",
    label="GeoDNS",
    concern="edge",
    icon="dns",
    parents=ACCOUNT,
    ports=(PortDefault("dns", 53, "dns", "udp"),),
    traits=(Trait.PUBLIC, Trait.MANAGED),
)
class GeoDns(NameService):
    """DNS that answers according to where the question comes from, and leaves out regions that are ill.

    It sees the resolver's place, and the user's only where the resolver passes on part of the address. Failover
    takes detection plus the time to live of the answer, and then some: clients and resolvers hold on to names.

    Source of facts: RFC 7871, client subnet in DNS queries.
    """

    product: Short = ""
