from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.names import NameService
from topologies.kinds.places import ACCOUNT


@node(
    "route53",
    label="Route 53",
    concern="edge",
    icon="dns",
    provider="aws",
    parents=ACCOUNT,
    ports=(PortDefault("dns", 53, "dns", "udp"),),
    traits=(Trait.PUBLIC, Trait.MANAGED),
)
class Route53(NameService):
    """The DNS of AWS: answers with addresses, by weight, latency, location or health.

    Failover takes the time until health checks have failed (an interval of 30 or 10 seconds, three times unless
    set otherwise) plus the time for which resolvers keep the old answer. Alias records to AWS resources have their
    target's time to live and answer at the zone apex too. Some resolvers keep answers longer than asked.

    Health checks come from outside: they cannot see a private address.

    Source of facts: AWS documentation, Amazon Route 53 developer guide.
    """
