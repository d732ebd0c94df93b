from pydantic import Field

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Balancer, Quantity, Short


@node(
    "api-gateway",
    label="API gateway",
    concern="edge",
    icon="router",
    parents=ANYWHERE,
    ports=(PortDefault("https", 443, "https", tls=True),),
    traits=(Trait.PROXY, Trait.PUBLIC),
)
class ApiGateway(Balancer):
    """The front door of APIs: it checks who calls, limits how often, and routes to the service behind.

    Limits per customer need a shared counter where several gateway instances run. A gateway adds a hop and a
    timeout of its own: keep it longer than that of the service behind it.

    Source of facts: AWS documentation, Amazon API Gateway.
    """

    rate_limit_per_second: Quantity | None = Field(None, title="Requests a second")
    product: Short = ""
