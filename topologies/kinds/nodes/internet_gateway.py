from topologies.kinds.declare import Trait, node
from topologies.kinds.properties import Properties


@node(
    "internet-gateway",
    label="Internet gateway",
    concern="network",
    icon="internet-gateway",
    provider="aws",
    parents=("network", "group"),
    traits=(Trait.INTERNET_GATEWAY,),
)
class InternetGateway(Properties):
    """The door between a network and the internet. A subnet is public when its route leads here.

    The provider keeps it available; it is neither a bottleneck nor a filter. A machine uses it only with a public
    address of its own, and what may come in is up to security groups and network ACLs.

    Source of facts: AWS documentation, internet gateways.
    """
