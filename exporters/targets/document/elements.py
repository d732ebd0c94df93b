"""The sections about what stands in the topology: one table for each kind of element."""

from collections.abc import Iterator

from exporters.formats.page import Cell, Items, Part, Picture, Ref, Section, Table
from topologies.graph import AclEntry, Graph, Node, Port, Rule, Zone
from topologies.resilience.verdicts import words as duration

SHOWS = {
    "everything": "everything",
    "network": "the network",
    "dataflow": "the flow of data",
    "security": "security",
    "zone": "one zone",
}
_YES = {True: "yes", False: "no", None: "not stated"}


def sections(graph: Graph) -> Iterator[Section]:
    """Every section that has something to say."""
    every = {
        "Objectives": _objectives(graph),
        "Views": _views(graph),
        "Zones": _zones(graph),
        "Nodes": _nodes(graph),
        "Ports": _ports(graph),
        "Security groups": _groups(graph),
        "Rules": _rules(graph),
        "Routes and peerings": _routes(graph),
        "Network ACLs": _acls(graph),
        "Links": _links(graph),
        "Replication": _replications(graph),
        "Notes": _notes(graph),
    }
    return (Section(title, tuple(parts)) for title, parts in every.items() if parts)


def _table(heads: str, rows: list[tuple[Cell, ...]], defines: bool = True) -> list[Part]:
    return [Table(tuple(heads.split(", ")), tuple(rows), defines)] if rows else []


def _ref(key: str | None) -> Cell:
    return Ref(key) if key else ""


def _objectives(graph: Graph) -> list[Part]:
    stated = graph.header.objectives
    figures = {
        "Recovery time": duration(stated.rto_seconds) if stated.rto_seconds is not None else "",
        "Loss of data": duration(stated.rpo_seconds) if stated.rpo_seconds is not None else "",
        "Availability": _said(stated.availability_percent, "%"),
        "Latency, 95 of 100 requests": _said(stated.latency_p95_ms, "ms"),
        "Requests a day": _said(stated.requests_per_day),
        "Requests a second": _said(stated.requests_per_second),
        "Users at once": _said(stated.concurrent_users),
        "Budget a month": _said(stated.monthly_budget_usd, "USD"),
        "Data stays in": ", ".join(stated.residency_regions),
    }
    rows: list[tuple[Cell, ...]] = [("Environment", graph.header.environment)]
    rows += [(name, figure) for name, figure in figures.items() if figure]
    return _table("What, Stated", rows, False)


def _said(figure: float | None, unit: str = "") -> str:
    return "" if figure is None else f"{figure:,.10g} {unit}".strip()


def _views(graph: Graph) -> list[Part]:
    rows: list[tuple[Cell, ...]] = [
        (Ref(view.key), view.label, SHOWS[view.shows], _ref(view.zone)) for view in graph.views.values()
    ]
    pictures = (
        Picture(f"views/{view.key}.svg", view.label.strip() or view.key) for view in graph.views.values()
    )
    return [*_table("View, Name, Shows, Zone", rows), *pictures]


def _zones(graph: Graph) -> list[Part]:
    rows = [(Ref(one.key), one.label, _kind(graph, one), _ref(one.parent), one.stated_in, one.note) for one in graph.zones.values()]  # fmt: skip
    return _table("Zone, Name, Kind, In, Stated in, Note", [tuple(row) for row in rows])


def _kind(graph: Graph, element: Node | Zone) -> str:
    return graph.kind(element).label


def _nodes(graph: Graph) -> list[Part]:
    rows: list[tuple[Cell, ...]] = [
        (
            Ref(one.key),
            one.label,
            _kind(graph, one)
            + (f", {one.slot}" if one.slot else "")
            + (", optional" if one.optional else ""),
            _ref(one.zone),
            _instances(one),
            one.stated_in,
            one.note,
        )
        for one in graph.nodes.values()
    ]
    return _table("Node, Name, Kind, In, Instances, Stated in, Note", rows)


def _instances(node: Node) -> str:
    if getattr(node.properties, "instances_unstated", False):
        return "not stated"
    few, most = node.min_instances, node.max_instances
    return str(few) if few == most else f"{few} to {most}"


def _ports(graph: Graph) -> list[Part]:
    rows: list[tuple[Cell, ...]] = [
        (
            Ref(one.key),
            Ref(one.node),
            f"{_span(one.number, one.end)}/{one.protocol}",
            one.application,
            _YES[one.tls],
            one.bind,
            one.access or "not stated",
        )
        for one in graph.ports.values()
    ]
    return _table("Port, Node, Number, Application, TLS, Listens on, Declared for", rows)


def _span(first: int, last: int | None) -> str:
    return str(first) if last is None or last == first else f"{first}-{last}"


def _groups(graph: Graph) -> list[Part]:
    on: dict[str, list[str]] = {}
    for one in graph.attachments.values():
        on.setdefault(one.group, []).append(one.target)
    rows: list[tuple[Cell, ...]] = [
        (
            Ref(one.key),
            one.label,
            "host firewall" if one.firewall else "security group",
            tuple(Ref(key) for key in sorted(on.get(one.key, ()))),
            f"{one.default_ingress} in, {one.default_egress} out",
        )
        for one in graph.security_groups.values()
    ]
    return _table("Group, Name, Kind, On, Traffic that no rule names", rows)


def _rules(graph: Graph) -> list[Part]:
    rows: list[tuple[Cell, ...]] = [
        (
            Ref(one.key),
            Ref(one.group),
            one.direction,
            _traffic(one),
            one.cidr or _ref(one.peer_group or one.peer_zone),
            one.note,
        )
        for one in graph.rules.values()
    ]
    return _table("Rule, Group, Direction, Traffic, Peer, Note", rows)


def _traffic(one: Rule | AclEntry) -> str:
    return one.protocol if one.from_port is None else f"{_span(one.from_port, one.to_port)}/{one.protocol}"


def _routes(graph: Graph) -> list[Part]:
    routes: list[tuple[Cell, ...]] = [
        (Ref(one.key), Ref(one.zone), one.destination, Ref(one.via), one.availability_zone or "all")
        for one in graph.routes.values()
    ]
    peerings: list[tuple[Cell, ...]] = [
        (Ref(one.key), Ref(one.network), Ref(one.peer), one.note) for one in graph.peerings.values()
    ]
    return [
        *_table("Route, Of, Destination, Over, Availability zone", routes),
        *_table("Peering, Network, Network, Note", peerings),
    ]


def _acls(graph: Graph) -> list[Part]:
    lists: list[tuple[Cell, ...]] = [
        (Ref(one.key), one.label, Ref(one.zone)) for one in graph.network_acls.values()
    ]
    entries: list[tuple[Cell, ...]] = [
        (Ref(one.key), Ref(one.acl), str(one.number), one.direction, _traffic(one), one.cidr, one.action)
        for one in graph.acl_entries.values()
    ]
    return [
        *_table("List, Name, Of", lists),
        *_table("Entry, List, Number, Direction, Traffic, Peer, Action", entries),
    ]


def _links(graph: Graph) -> list[Part]:
    rows: list[tuple[Cell, ...]] = [
        (
            Ref(one.key),
            Ref(one.source),
            Ref(one.target),
            _target_port(graph.ports.get(one.port or "")),
            one.protocol,
            one.role,
            _YES[one.encrypted],
            "" if one.weight is None else f"{one.weight} %",
            one.stated_in,
        )
        for one in graph.links.values()
    ]
    return _table("Link, From, To, Port, Protocol, Role, Encrypted, Share, Stated in", rows)


def _target_port(port: Port | None) -> str:
    return "" if port is None else f"{_span(port.number, port.end)}/{port.protocol}"


def _replications(graph: Graph) -> list[Part]:
    rows: list[tuple[Cell, ...]] = [
        (
            Ref(one.key),
            Ref(one.source),
            Ref(one.target),
            one.mode,
            duration(one.lag_seconds) if one.lag_seconds is not None else "not stated",
            one.failover,
            one.conflict_policy,
            _YES[one.encrypted],
        )
        for one in graph.replications.values()
    ]
    return _table("Replication, From, To, Mode, Lag, Failover, Conflicts, Encrypted", rows)


def _notes(graph: Graph) -> list[Part]:
    texts = tuple(
        f"{one.text} ({one.stated_in})" if one.stated_in else one.text for one in graph.header.notes
    )
    return [Items(texts)] if texts else []
