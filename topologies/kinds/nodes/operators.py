from pydantic import Field

from topologies.kinds.declare import Trait, node
from topologies.kinds.places import ACCOUNT
from topologies.kinds.properties import Properties
from topologies.scalars import Cidr


@node(
    "operators",
    label="Operators",
    concern="people",
    icon="account",
    parents=ACCOUNT,
    traits=(Trait.INTERNET,),
)
class Operators(Properties):
    """The people or machines that administer the system, from outside its networks.

    Name the addresses they come from: rules for administration should allow these and no others. Without addresses
    they are as good as anybody on the internet.

    Source of facts: CIS Controls, network infrastructure management.
    """

    source_cidrs: tuple[Cidr, ...] = Field((), title="Source addresses", description="none = anywhere")
    mfa_required: bool | None = Field(None, title="Second factor required")
