from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ACCOUNT
from topologies.kinds.properties import ContentNetwork, Short


@node(
    "cdn",
    label="CDN",
    concern="edge",
    icon="cdn",
    parents=ACCOUNT,
    ports=(PortDefault("https", 443, "https", tls=True),),
    traits=(Trait.PROXY, Trait.PUBLIC, Trait.MANAGED),
)
class Cdn(ContentNetwork):
    """A content delivery network of no particular provider: copies of files near the users.

    What it holds it serves while the origin is down, until it expires. Give files a name that changes with their
    content and they can be kept for a year; anything else needs a short life or an explicit purge.

    Source of facts: RFC 9111, HTTP caching.
    """

    product: Short = ""
