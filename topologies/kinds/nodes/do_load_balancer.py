from pydantic import Field

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import NETWORKED
from topologies.kinds.properties import Balancer, Quantity


@node(
    "do-load-balancer",
    label="DigitalOcean Load Balancer",
    concern="edge",
    icon="load-balancer",
    provider="digitalocean",
    parents=NETWORKED,
    ports=(PortDefault("http", 80, "http"), PortDefault("https", 443, "https", tls=True)),
    traits=(Trait.PROXY, Trait.BALANCER, Trait.PUBLIC),
)
class DoLoadBalancer(Balancer):
    """The regional load balancer of DigitalOcean: it spreads traffic over droplets of one region.

    It reaches droplets over the VPC of its region and takes them out when their health check fails. It either ends
    TLS itself or passes it through to the droplets. More nodes mean more capacity and survive the loss of one; a
    single node is replaced, with a gap.

    It does not balance over regions: that is the job of DNS or a CDN before it.

    Source of facts: DigitalOcean documentation, Load Balancers.
    """

    size_units: Quantity | None = Field(None, title="Nodes")
    proxy_protocol: bool | None = None
    redirect_http_to_https: bool | None = Field(None, title="Redirect HTTP to HTTPS")
