from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.names import NameService
from topologies.kinds.places import ACCOUNT
from topologies.kinds.properties import Short


@node(
    "dns",
    label="DNS",
    concern="edge",
    icon="dns",
    parents=ACCOUNT,
    ports=(PortDefault("dns", 53, "dns", "udp"),),
    traits=(Trait.PUBLIC, Trait.MANAGED),
)
class Dns(NameService):
    """Name service of no particular provider: it turns the names that people type into addresses.

    Lower the time to live well before a planned switch, by at least its old value. Two name servers at one provider
    fail together when the provider does.

    Source of facts: RFC 1034 and RFC 2182.
    """

    product: Short = ""
