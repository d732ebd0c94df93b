from topologies.kinds.declare import Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Observer


@node(
    "error-tracking",
    label="Error tracking",
    concern="observability",
    icon="alerting",
    parents=ANYWHERE,
    traits=(Trait.OBSERVER,),
)
class ErrorTracking(Observer):
    """Collects the errors of programs, groups equal ones and tells who should look: Sentry and its like.

    Reports carry request data and variables: strip secrets and personal data before they leave. A broken release
    can send thousands a minute and use up the plan: set a limit in the client.

    Source of facts: Sentry documentation, data scrubbing and rate limits.
    """
