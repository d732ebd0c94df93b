"""Values as people read them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse

from topologies.computed import Cost
from topologies.graph import Element, Graph, Objectives, Stated
from topologies.models import Topology

SECTION_LABELS: Mapping[str, str] = {
    "zones": "Zones",
    "nodes": "Nodes",
    "ports": "Ports",
    "security_groups": "Security groups",
    "rules": "Rules",
    "attachments": "Attachments",
    "peerings": "Peerings",
    "routes": "Routes",
    "network_acls": "Network ACLs",
    "acl_entries": "ACL entries",
    "links": "Links",
    "replications": "Replications",
    "views": "Views",
}
_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"))


def dollars(value: float) -> str:
    """Whole dollars where they are whole, cents where they are not."""
    return f"${value:,.0f}" if value == int(value) else f"${value:,.2f}"


def span(low: float, high: float) -> str:
    return dollars(low) if low == high else f"{dollars(low)}–{dollars(high)}"


def cost(found: Cost) -> str:
    """The sum of the elements; nothing where no element states a cost."""
    return span(found.low, found.high) if found.elements else ""


def stated_cost(stated: Stated) -> str:
    """What the document claims for the whole; nothing where it claims nothing."""
    low, high = stated.monthly_cost_usd, stated.monthly_cost_high_usd
    if low is None and high is None:
        return ""
    ends = [value for value in (low, high) if value is not None]
    return span(ends[0], ends[-1])


def duration(seconds: float) -> str:
    """Seconds in the largest unit that divides them."""
    for size, unit in _UNITS:
        if seconds and seconds % size == 0:
            return f"{seconds / size:,.0f} {unit}"
    return f"{seconds:,g} s"


def number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,g}"


def objectives(found: Objectives) -> list[dict[str, str]]:
    """The objectives that somebody stated, as cells of a title block."""
    cells: tuple[tuple[str, Any, Callable[[Any], str]], ...] = (
        ("RTO", found.rto_seconds, duration),
        ("RPO", found.rpo_seconds, duration),
        ("Availability", found.availability_percent, lambda value: f"{value:g} %"),
        ("Latency p95", found.latency_p95_ms, lambda value: f"{value:g} ms"),
        ("Requests a day", found.requests_per_day, number),
        ("Requests a second", found.requests_per_second, number),
        ("Concurrent users", found.concurrent_users, number),
        ("Budget a month", found.monthly_budget_usd, dollars),
        ("Residency", found.residency_regions or None, ", ".join),
    )
    return [{"label": label, "value": write(value)} for label, value, write in cells if value is not None]


def plain(value: Any) -> str:
    """A property's value in words; composites are the caller's."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value)
    return str(value)


def name_of(graph: Graph, key: str) -> str:
    """The label of an element, else its key; keys that are no element stay as they are."""
    element = graph.by_key.get(key)
    return element.name if element else key


def icon_of(graph: Graph, element: Element) -> str:
    """The icon of a node's or zone's kind; of other elements, one for their section."""
    if element.section in ("nodes", "zones"):
        return graph.kind(element).icon  # type: ignore[arg-type]
    return _SECTION_ICONS.get(element.section, "ui-document")


_SECTION_ICONS: Mapping[str, str] = {
    "ports": "ui-key",
    "security_groups": "ui-shield",
    "rules": "ui-shield",
    "attachments": "ui-shield",
    "links": "ui-link",
    "peerings": "ui-link",
    "replications": "ui-replication",
}


def topology_href(topology: Topology) -> str:
    return reverse("topology", args=[topology.system.slug, topology.slug])


def element_href(topology: Topology, key: str) -> str:
    return reverse("element", args=[topology.system.slug, topology.slug, key])
