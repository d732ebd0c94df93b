"""Where on the picture an item is marked: at its own card, frame or line, else at what it belongs to."""

from collections.abc import Callable, Container, Iterator

from topologies.comparing.items import Compared, Item
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
    Zone,
)

SHEET = ""  # the anchor of what has no place in the picture


def anchors(compared: Compared, item: Item) -> Iterator[str]:
    """Keys at which the item may be marked, the nearest first, the sheet last."""
    graph = compared.after if item.change.after is not None else compared.before
    if isinstance(item.element, Element):
        yield from _chain(graph, item.element)
    yield SHEET


def anchor(compared: Compared, item: Item, drawn: Container[str]) -> str:
    """The one place of the item in a picture that draws these keys."""
    return next(key for key in anchors(compared, item) if key == SHEET or key in drawn)


def _chain(graph: Graph, element: Element) -> Iterator[str]:
    yield element.key
    yield from _BELONGS.get(type(element), _nothing)(graph, element)


def _nothing(graph: Graph, element: Element) -> Iterator[str]:
    return iter(())


def _around(graph: Graph, element: Node | Zone) -> Iterator[str]:
    return (zone.key for zone in graph.path(element) if zone.key != element.key)


def _of(field: str) -> Callable[[Graph, Element], Iterator[str]]:
    """By the element that this field names, and whatever that one belongs to."""

    def chain(graph: Graph, element: Element) -> Iterator[str]:
        found = graph.find(getattr(element, field) or "")
        if found:
            yield from _chain(graph, found)

    return chain


def _group(graph: Graph, element: SecurityGroup) -> Iterator[str]:
    """A group that guards one thing stands there, any other in its zone."""
    guarded = [row.target for row in graph.attachments.values() if row.group == element.key]
    zone = [element.zone] if element.zone else []
    for key in guarded if len(guarded) == 1 else [*zone, *guarded]:
        found = graph.find(key)
        if found:
            yield from _chain(graph, found)


_BELONGS: dict[type[Element], Callable[..., Iterator[str]]] = {
    Node: _around,
    Zone: _around,
    Port: _of("node"),
    SecurityGroup: _group,
    Rule: _of("group"),
    Attachment: _of("target"),
    Peering: _of("network"),
    Route: _of("zone"),
    NetworkAcl: _of("zone"),
    AclEntry: _of("acl"),
    Link: _of("source"),
    Replication: _of("source"),
}
