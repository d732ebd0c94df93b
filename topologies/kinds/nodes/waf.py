from pydantic import Field

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import NETWORKED
from topologies.kinds.properties import Properties, Quantity, Seconds, Short


@node(
    "waf",
    label="Web application firewall",
    concern="security",
    icon="waf",
    parents=NETWORKED,
    ports=(PortDefault("https", 443, "https", tls=True),),
    traits=(Trait.PROXY, Trait.PUBLIC, Trait.MANAGED),
)
class Waf(Properties):
    """A filter for web requests before they reach the load balancer or CDN it belongs to.

    It stops known patterns (SQL injection, scripts, bad bots) and too many requests from one address. It does not
    replace fixing the application. Rate limits count over a window, so a burst passes before the limit bites, and
    users behind one address share one count. Try new rules in counting mode first.

    In AWS the list for CloudFront is global and lives in us-east-1; one for a load balancer lives in its region.

    Source of facts: AWS documentation, AWS WAF developer guide.
    """

    rate_limit_requests: Quantity | None = Field(
        None, description="requests one address may send in the window"
    )
    rate_limit_window_seconds: Seconds | None = None
    rules: tuple[Short, ...] = Field((), description="what it stops, for example SQL injection")
    ip_filtering: bool | None = Field(None, title="IP filtering")
    geo_restrictions: Short = Field("", title="Geographic restrictions")
    product: Short = ""
