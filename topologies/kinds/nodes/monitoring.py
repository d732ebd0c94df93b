from topologies.kinds.declare import Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Observer, Seconds, Short


@node(
    "monitoring",
    label="Monitoring",
    concern="observability",
    icon="monitoring",
    parents=ANYWHERE,
    traits=(Trait.OBSERVER,),
)
class Monitoring(Observer):
    """Collects measurements and shows them: Prometheus and Grafana, CloudWatch, Datadog.

    Prometheus fetches from the programs, so it must reach their metrics port; others are sent to. Monitoring that
    stands in the system it watches is blind when that fails: have something outside that notices silence.

    Detection time is part of every recovery time: scrape interval plus how long an alert waits.

    Source of facts: Prometheus documentation, overview and alerting rules.
    """

    scrape_interval_seconds: Seconds | None = None
    metrics: tuple[Short, ...] = ()
    dashboards: bool | None = None
