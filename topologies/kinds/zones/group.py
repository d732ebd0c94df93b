from pydantic import Field

from topologies.kinds.declare import zone
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Place, Quantity


@zone(
    "group",
    label="Group",
    icon="group",
    parents=ANYWHERE,
)
class Group(Place):
    """Parts that belong together for people: an environment, a slot, a layer of shared services.

    A group has no effect on reachability; what it stands in decides. Where its parts are instances of one auto scaling
    group that are drawn one by one, it says how few and how many of them there may be.
    """

    min_instances: Quantity | None = Field(None, title="Fewest instances")
    max_instances: Quantity | None = Field(None, title="Most instances")
