from topologies.kinds.declare import zone
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Properties


@zone(
    "group",
    label="Group",
    icon="group",
    parents=ANYWHERE,
)
class Group(Properties):
    """Parts that belong together for people: an environment, a slot, a layer of shared services.

    A group has no effect on reachability; what it stands in decides.
    """
