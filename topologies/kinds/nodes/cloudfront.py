from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ACCOUNT
from topologies.kinds.properties import ContentNetwork, Short


@node(
    "cloudfront",
    label="CloudFront",
    concern="edge",
    icon="cdn",
    provider="aws",
    parents=ACCOUNT,
    ports=(PortDefault("https", 443, "https", tls=True),),
    traits=(Trait.PROXY, Trait.PUBLIC, Trait.MANAGED),
)
class CloudFront(ContentNetwork):
    """The CDN of AWS: it answers from edge locations and fetches what it does not hold from an origin.

    It keeps an object for 24 hours where neither the origin nor a policy says otherwise. An origin group tries a
    second origin when the first one answers with chosen errors, for reads only. Certificates for its own names live
    in us-east-1, wherever the origin is.

    Anybody can pass it by if the origin is public: restrict a bucket to it by origin access control, and a load
    balancer by the provider's address list and a secret header.

    Source of facts: AWS documentation, Amazon CloudFront developer guide.
    """

    price_class: Short = ""
    origin_failover: bool | None = None
