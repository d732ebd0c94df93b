from typing import Literal

from pydantic import Field

from topologies.kinds.declare import Trait, zone
from topologies.kinds.properties import Properties, Quantity, Short
from topologies.scalars import Cidr


@zone("subnet-tier", label="Subnet tier", icon="tier-private", parents=("network",), traits=(Trait.TIER,))
class SubnetTier(Properties):
    """The subnets of one purpose in a network: one CIDR per availability zone.

    A public tier has a route to an internet gateway. A private tier reaches the internet only through a NAT. An
    isolated tier reaches nothing outside its network. Routes that are drawn replace these derived ones.

    In AWS a subnet lies in exactly one availability zone, and five addresses of each are taken by the network
    itself. Leave room: a subnet cannot be enlarged.

    Source of facts: AWS documentation, subnets for your VPC.
    """

    access: Literal["public", "private", "isolated"]
    cidrs: dict[Short, Cidr] = {}
    zone_count: Quantity | None = Field(
        None, title="Availability zones", description="how many it spans, where no CIDR is known"
    )
    flow_logs: bool | None = None

    @property
    def availability_zones(self) -> tuple[str, ...]:
        return tuple(sorted(self.cidrs))
