from topologies.kinds.declare import Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Observer


@node(
    "analytics",
    label="Analytics",
    concern="observability",
    icon="monitoring",
    parents=ANYWHERE,
    traits=(Trait.OBSERVER,),
)
class Analytics(Observer):
    """Counts what visitors do. No request waits for it and nothing breaks without it.

    Scripts of somebody else's analytics run in the user's page with the page's rights, and send data to where that
    provider keeps it: consent and residency are decided here.

    Source of facts: W3C, Content Security Policy.
    """
