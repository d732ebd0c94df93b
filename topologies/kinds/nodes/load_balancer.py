from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Balancer, Process, Short


@node(
    "load-balancer",
    label="Load balancer",
    concern="edge",
    icon="load-balancer",
    parents=ANYWHERE,
    ports=(PortDefault("https", 443, "https", tls=True),),
    traits=(Trait.PROXY, Trait.BALANCER, Trait.PUBLIC),
)
class LoadBalancer(Process, Balancer):
    """A load balancer of no particular provider: it spreads requests over the healthy instances behind it.

    A single load balancer is itself a single point of failure; providers' own ones hide several machines, one's own
    (HAProxy, nginx) needs a partner and a shared address. Health checks decide how long a dead instance still gets
    requests: interval times the failures it takes.

    Source of facts: HAProxy documentation, health checks.
    """

    product: Short = ""
