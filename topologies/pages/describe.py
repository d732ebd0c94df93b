"""What an element is, in one line."""

from functools import singledispatch

from topologies.graph import (
    AclEntry,
    Attachment,
    Element,
    Graph,
    Link,
    NetworkAcl,
    Node,
    Peering,
    Port,
    Replication,
    Route,
    Rule,
    SecurityGroup,
    View,
    Zone,
)
from topologies.pages.words import duration, name_of


@singledispatch
def described(element: Element, graph: Graph) -> str:
    """What stands beside the element's name in a list."""
    raise TypeError(f"{type(element).__name__} has no description")


@described.register
def _(element: Node, graph: Graph) -> str:
    least, most = element.min_instances, element.max_instances
    count = f"× {least}" if least == most else f"× {least}–{most}"
    return graph.kind(element).label if (least, most) == (1, 1) else f"{graph.kind(element).label} {count}"


@described.register
def _(element: Zone, graph: Graph) -> str:
    return graph.kind(element).label


@described.register
def _(element: Port, graph: Graph) -> str:
    tls = ", TLS" if element.tls else ""
    return f"{port_text(element)}{tls} on {name_of(graph, element.node)}"


def port_text(port: Port) -> str:
    last = f"–{port.end}" if port.end else ""
    return f"{port.number}{last}/{port.protocol}"


@described.register
def _(element: SecurityGroup, graph: Graph) -> str:
    return "host firewall" if element.firewall else f"{len(graph.rules_of.get(element.key, ()))} rules"


@described.register
def _(element: Rule, graph: Graph) -> str:
    way = "from" if element.direction == "ingress" else "to"
    return f"{element.direction} {port_range(element)} {way} {peer(element, graph)}"


def port_range(element: Rule | AclEntry) -> str:
    if element.from_port is None:
        return f"{element.protocol} on every port" if element.protocol in ("tcp", "udp") else element.protocol
    last = f"–{element.to_port}" if element.to_port and element.to_port != element.from_port else ""
    return f"{element.protocol} {element.from_port}{last}"


def peer(rule: Rule, graph: Graph) -> str:
    return rule.cidr or name_of(graph, rule.peer_group or rule.peer_zone or "")


@described.register
def _(element: Attachment, graph: Graph) -> str:
    return f"{name_of(graph, element.group)} on {name_of(graph, element.target)}"


@described.register
def _(element: Peering, graph: Graph) -> str:
    return f"{name_of(graph, element.network)} ↔ {name_of(graph, element.peer)}"


@described.register
def _(element: Route, graph: Graph) -> str:
    return f"{element.destination} via {name_of(graph, element.via)}"


@described.register
def _(element: NetworkAcl, graph: Graph) -> str:
    return f"of {name_of(graph, element.zone)}"


@described.register
def _(element: AclEntry, graph: Graph) -> str:
    return f"{element.number}: {element.action} {element.direction} {port_range(element)}, {element.cidr}"


@described.register
def _(element: Link, graph: Graph) -> str:
    port = f" {graph.ports[element.port].number}" if element.port else ""
    return f"{name_of(graph, element.source)} → {name_of(graph, element.target)}{port}"


@described.register
def _(element: Replication, graph: Graph) -> str:
    lag = f", {duration(element.lag_seconds)} behind" if element.lag_seconds is not None else ""
    return f"{name_of(graph, element.source)} ⇢ {name_of(graph, element.target)}, {element.mode}{lag}"


@described.register
def _(element: View, graph: Graph) -> str:
    return f"shows {element.shows}"
