from pydantic import Field

from topologies.kinds.declare import Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Observer, Short


@node(
    "alerting",
    label="Alerting",
    concern="observability",
    icon="alerting",
    parents=ANYWHERE,
    traits=(Trait.OBSERVER,),
)
class Alerting(Observer):
    """Calls people: PagerDuty, e-mail, Slack, a webhook.

    An alert that needs no action teaches people to ignore alerts: call for symptoms that users feel, write tickets
    for the rest. Know the limit at which things fail before choosing the threshold: a pool of 50 connections is not
    in danger at 60 % because of the percentage, but because of how fast it fills.

    Source of facts: Prometheus documentation, alerting practices.
    """

    channels: tuple[Short, ...] = Field((), description="for example e-mail, webhook, Slack")
    severities: tuple[Short, ...] = Field((), description="for example critical, warning")
    on_call: bool | None = Field(None, title="On-call rotation")
