from pydantic import Field

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import NETWORKED
from topologies.kinds.properties import Balancer, Short


@node(
    "alb",
    label="Application Load Balancer",
    concern="edge",
    icon="load-balancer",
    provider="aws",
    parents=NETWORKED,
    ports=(PortDefault("https", 443, "https", tls=True),),
    traits=(Trait.PROXY, Trait.BALANCER, Trait.PUBLIC),
)
class Alb(Balancer):
    """The load balancer of AWS for HTTP and HTTPS: it ends TLS and spreads requests over healthy targets.

    It wants subnets in at least two availability zones and puts nodes into each; a target in a zone without such
    a subnet gets no traffic. If no target of a group is healthy, it sends requests to all of them rather than to
    none. Idle connections are closed after 60 seconds unless set otherwise, which long WebSocket pauses notice.

    - Internet-facing needs public subnets; internal gets private addresses only.
    - Its security group must allow the listener's port in, and the targets' port out.
    - Weighted target groups make blue-green switches without DNS.

    Source of facts: AWS documentation, Elastic Load Balancing, Application Load Balancers.
    """

    target_group: Short = Field("", description="what it sends requests to, as the document words it")
    deletion_protection: bool | None = None
    access_logs: bool | None = None
