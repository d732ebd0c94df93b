from topologies.kinds.declare import Trait, node
from topologies.kinds.properties import Properties, Short


@node(
    "nat-gateway",
    label="NAT gateway",
    concern="network",
    icon="nat-gateway",
    provider="aws",
    parents=("network", "subnet-tier", "group"),
    traits=(Trait.NAT,),
)
class NatGateway(Properties):
    """The way out of private subnets: it sends their traffic to the internet under its own public address.

    It lives in one public subnet and one availability zone. Private subnets of other zones that route through it
    lose the internet with that zone, and pay for traffic between zones before that; one in each zone avoids both.
    It accepts nothing that starts outside.

    It is billed by the hour and by the gigabyte: traffic to S3 or to a registry is cheaper through an endpoint.

    Source of facts: AWS documentation, NAT gateways.
    """

    public_addresses: tuple[Short, ...] = ()
