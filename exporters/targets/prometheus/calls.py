"""alertmanager.yml: who is called, by which way. Keys: Prometheus documentation, Alertmanager configuration."""

from typing import Any

from exporters.targets.prometheus.watch import Watch
from topologies.graph import Graph, Node
from topologies.kinds.nodes.alerting import Alerting

Config = dict[str, Any]
SECRETS = "/etc/alertmanager/secrets"
SEVERITIES = ("critical", "warning")
# Addresses that belong to nobody stand for those that only the team knows (RFC 2606).
_MAIL = "alerts@example.invalid"


def alertmanager(graph: Graph, watch: Watch) -> Config | None:
    """The configuration of the Alertmanager beside a Prometheus; None where nobody is to be called."""
    if not watch.callers:
        return None
    first = next((node for node in watch.callers if not _severities(node)), watch.callers[0])
    routes = [_route(node) for node in watch.callers if node is not first and _severities(node)]
    receivers = [_receiver(node, watch) for node in watch.callers]
    mail = {"smtp_smarthost": "smtp.example.invalid:587", "smtp_from": _MAIL}
    return {
        **({"global": mail} if any("email_configs" in one for one in receivers) else {}),
        "route": {
            "receiver": first.key,
            "group_by": ["alertname", "job"],
            **({"routes": routes} if routes else {}),
        },
        "receivers": receivers,
    }


def _severities(node: Node) -> list[str]:
    stated = node.properties.severities if isinstance(node.properties, Alerting) else ()
    return [severity for severity in SEVERITIES if severity in stated]


def _route(node: Node) -> Config:
    return {"receiver": node.key, "matchers": [f'severity=~"{"|".join(_severities(node))}"']}


def _receiver(node: Node, watch: Watch) -> Config:
    receiver: Config = {"name": node.key}
    for channel in _channels(node):
        way = _way(node, channel.casefold())
        if way is None:
            watch.notes.append(f"{node.key}: Alertmanager calls nobody by {channel!r} itself")
            continue
        receiver.update(way)
        watch.notes.append(f"{node.key}: {_asks(node, next(iter(way)))}")
    if len(receiver) == 1:
        watch.notes.append(f"{node.key}: who is called is not stated, so its alerts end there")
    return receiver


def _channels(node: Node) -> tuple[str, ...]:
    stated = node.properties
    if not isinstance(stated, Alerting):
        return ()
    return stated.channels or ((stated.product,) if stated.product else ())


def _way(node: Node, channel: str) -> Config | None:
    if "mail" in channel:
        return {"email_configs": [{"to": _MAIL, "send_resolved": True}]}
    if "slack" in channel:
        return {"slack_configs": [{"api_url_file": f"{SECRETS}/{node.key}-slack-url", "send_resolved": True}]}
    if "pagerduty" in channel:
        return {"pagerduty_configs": [{"routing_key_file": f"{SECRETS}/{node.key}-pagerduty-key"}]}
    if "webhook" in channel:
        return {"webhook_configs": [{"url": "http://localhost:9095/"}]}
    return None


def _asks(node: Node, way: str) -> str:
    return {
        "email_configs": "put the addresses and the mail server in the place of those of example.invalid",
        "slack_configs": f"the address of its channel is read from {SECRETS}/{node.key}-slack-url",
        "pagerduty_configs": f"its routing key is read from {SECRETS}/{node.key}-pagerduty-key",
        "webhook_configs": "the webhook's address is not stated; port 9095 of the machine itself is written",
    }[way]
