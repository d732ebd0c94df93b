"""What hangs on an element, in groups with a heading each."""

from collections.abc import Iterable
from functools import singledispatch

from topologies.graph import Element, Graph, NetworkAcl, Node, SecurityGroup, Zone

Group = tuple[str, Iterable[Element]]


@singledispatch
def related(element: Element, graph: Graph) -> list[Group]:
    """Heading and elements; a heading without elements is the caller's to leave out."""
    return [("Used by", _referring(element, graph))]


def _referring(element: Element, graph: Graph) -> list[Element]:
    return [
        row for row in graph.elements() if any(getattr(row, name) == element.key for name in row.references())
    ]


@related.register
def _(element: Node, graph: Graph) -> list[Group]:
    copies = (row for row in graph.replications.values() if element.key in (row.source, row.target))
    guards = graph.groups_guarding(element)
    return [
        ("Ports", graph.ports_of.get(element.key, ())),
        ("Links in", graph.links_to.get(element.key, ())),
        ("Links out", graph.links_from.get(element.key, ())),
        ("Replication", copies),
        ("Guarded by", guards),
        ("Security rules", [rule for group in guards for rule in graph.rules_of.get(group.key, ())]),
        ("Routes through it", (row for row in graph.routes.values() if row.via == element.key)),
    ]


@related.register
def _(element: Zone, graph: Graph) -> list[Group]:
    peerings = (row for row in graph.peerings.values() if element.key in (row.network, row.peer))
    guards = graph.groups_on.get(element.key, ())
    return [
        ("Zones inside", graph.child_zones.get(element.key, ())),
        ("Nodes inside", graph.nodes_in.get(element.key, ())),
        ("Guarded by", guards),
        ("Security rules", [rule for group in guards for rule in graph.rules_of.get(group.key, ())]),
        ("Routes", graph.routes_of.get(element.key, ())),
        ("Network ACLs", graph.acls_of.get(element.key, ())),
        ("Peerings", peerings),
    ]


@related.register
def _(element: SecurityGroup, graph: Graph) -> list[Group]:
    rules = graph.rules_of.get(element.key, ())
    return [
        ("Ingress rules", (rule for rule in rules if rule.direction == "ingress")),
        ("Egress rules", (rule for rule in rules if rule.direction == "egress")),
        ("Attached to", (row for row in graph.attachments.values() if row.group == element.key)),
        ("Named by rules", (row for row in graph.rules.values() if row.peer_group == element.key)),
    ]


@related.register
def _(element: NetworkAcl, graph: Graph) -> list[Group]:
    return [("Entries", graph.entries_of.get(element.key, ()))]
