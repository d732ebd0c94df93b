from topologies.kinds.declare import Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Observer, Percent


@node(
    "tracing",
    label="Tracing",
    concern="observability",
    icon="tracing",
    parents=ANYWHERE,
    traits=(Trait.OBSERVER,),
)
class Tracing(Observer):
    """Follows one request through all services it touches: Jaeger, Tempo, X-Ray.

    It works only if every hop passes the trace's identity on, queues included. Keep a share of all requests and all
    that failed; keeping everything costs as much as the logs.

    Source of facts: OpenTelemetry documentation, sampling.
    """

    sample_percent: Percent | None = None
