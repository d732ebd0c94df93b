"""Links, replications, peerings and routes as lines: their words, looks and ends."""

from topologies.graph import Graph, Link, Peering, Replication, Route
from topologies.kinds import Trait
from topologies.rendering import sizes, text
from topologies.rendering.cards import Context
from topologies.rendering.scene import Line, Mark
from topologies.rendering.views import Line as Drawn


def line(context: Context, drawn: Drawn, chips: dict[str, tuple[Mark, ...]]) -> Line | None:
    """The line, or None where both ends stand in the same collapsed zone."""
    source, target = (context.selection.stands_for.get(end, end) for end in _ends(drawn))
    if source == target:
        return None
    port = getattr(drawn, "port", None) or ""
    shown = port if any(mark.key == port for mark in chips.get(target, ())) else ""
    words, title, classes, colour, dash = _look(context.graph, drawn, bool(shown))
    return Line(
        drawn.key,
        source,
        target,
        shown,
        classes,
        colour,
        dash,
        "" if context.details.thumbnail else text.fit(words, 180, sizes.LINE_LABEL, mono=True),
        title,
        isinstance(drawn, Link | Replication),
        target in context.graph.nodes and context.graph.kind(context.graph.nodes[target]).has(Trait.NAT),
        isinstance(drawn, Peering),
        context.badges.get(drawn.key),
    )


def _ends(drawn: Drawn) -> tuple[str, str]:
    if isinstance(drawn, Peering):
        return drawn.network, drawn.peer
    return (drawn.zone, drawn.via) if isinstance(drawn, Route) else (drawn.source, drawn.target)


Look = tuple[str, str, str, str, str]


def _look(graph: Graph, drawn: Drawn, at_chip: bool) -> Look:
    """Words, title, classes, colour token and dash pattern. A line that ends at a chip leaves the port to it."""
    source, target = (graph.by_key[end].name for end in _ends(drawn))
    if isinstance(drawn, Link):
        return _link(graph, drawn, f"{source} → {target}", at_chip)
    if isinstance(drawn, Replication):
        words = _replication_words(drawn)
        title = f"{source} ⇒ {target}\nreplication: {words}, failover {drawn.failover}"
        return words, title, "replication", "replication", "7 4"
    if isinstance(drawn, Peering):
        return drawn.label or "peering", f"{source} ↔ {target}\npeering", "link peering", "link", "1 4"
    words = f"{drawn.destination} {drawn.availability_zone}".strip()
    return words, f"{source} → {target}\nroute {words}", "link route", "link", "2 3"


def _link(graph: Graph, link: Link, ends: str, at_chip: bool) -> Look:
    full, words = _link_words(graph, link, False), _link_words(graph, link, at_chip)
    encrypted = {True: "encrypted", False: "not encrypted", None: "encryption not stated"}[link.encrypted]
    classes = f"link link-{link.role}" + (" link-encrypted" if link.encrypted else "")
    colour = "link-encrypted" if link.encrypted else "link"
    dash = "" if link.role == "traffic" else "2 3"
    return words, f"{ends}\n{full}\n{link.role}, {encrypted}", classes, colour, dash


def _link_words(graph: Graph, link: Link, at_chip: bool) -> str:
    port = graph.ports[link.port] if link.port else None
    protocol = link.protocol or (port.application if port else "")
    number = str(port.number) if port else ""
    named = f"{protocol} {number}".strip()
    words = [link.label or ("" if at_chip else named)]
    words.append(f"{link.weight} %" if link.weight is not None else "")
    return text.one_line(" · ".join(word for word in words if word))


def _replication_words(row: Replication) -> str:
    lag = "lag unknown" if row.lag_seconds is None else _duration(row.lag_seconds)
    words = row.mode if row.mode == "sync" and not row.lag_seconds else f"{row.mode} · {lag}"
    return f"{words} · failover {_duration(row.failover_seconds)}" if row.failover_seconds else words


def _duration(seconds: float) -> str:
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size and seconds % size == 0:
            return f"{seconds / size:g} {unit}"
    return f"{seconds:g} s" if seconds >= 1 or seconds == 0 else f"{seconds * 1000:g} ms"
