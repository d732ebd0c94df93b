from pydantic import Field

from topologies.kinds.declare import Trait, node
from topologies.kinds.places import ACCOUNT
from topologies.kinds.properties import Properties
from topologies.scalars import Cidr


@node(
    "workstation",
    label="Developer workstation",
    concern="people",
    icon="host",
    parents=ACCOUNT,
    traits=(Trait.INTERNET,),
)
class Workstation(Properties):
    """A developer's machine as a place from which code is pushed and systems are reached.

    It holds keys and copies of data, outside every network drawn here. What runs on it for development is drawn in
    a local machine instead.

    Source of facts: NIST SP 800-124 and 800-46, remote access.
    """

    source_cidrs: tuple[Cidr, ...] = Field((), title="Source addresses", description="none = anywhere")
