from topologies.kinds.declare import Trait, zone
from topologies.kinds.properties import Properties, Short


@zone("region", label="Region", icon="region", parents=("", "provider", "group"), traits=(Trait.REGION,))
class Region(Properties):
    """A geographic region of a provider, with its availability zones.

    A region fails as a whole in a disaster, and its place decides data residency. Availability zones that no
    document names stay unnamed; `zone_count` then says how many there are.
    """

    code: Short = ""
    availability_zones: tuple[Short, ...] = ()
    zone_count: int | None = None
    jurisdiction: Short = ""
