from pydantic import Field

from topologies.kinds.declare import Trait, node
from topologies.kinds.places import ACCOUNT
from topologies.kinds.properties import Properties, Quantity, Short
from topologies.scalars import Cidr


@node("users", label="Users", concern="people", icon="users", parents=ACCOUNT, traits=(Trait.INTERNET,))
class Users(Properties):
    """The people and programs on the internet that the system is for, and everybody else out there.

    Whatever they can reach, an attacker can reach: a link from here is the only reason for something to be open to
    the world. Several groups of users can be drawn where they differ by region or by what they use.

    Source of facts: NIST SP 800-207, zero trust architecture.
    """

    source_cidrs: tuple[Cidr, ...] = Field((), title="Source addresses", description="none = anywhere")
    region: Short = Field("", description="where they are")
    concurrent_users: Quantity | None = None
    requests_per_day: Quantity | None = None
