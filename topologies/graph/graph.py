"""The one graph that every rule, engine, drawing and generator reads."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

import networkx as nx

from topologies.graph.base import Faults
from topologies.graph.header import Header
from topologies.graph.values import (
    SECTIONS,
    AclEntry,
    Attachment,
    Element,
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
from topologies.kinds import Kind, Trait, node_kind, zone_kind

E = TypeVar("E", bound=Element)
Table = Mapping[str, E]


@dataclass(frozen=True)
class Graph:
    """A topology as values by key, each section in sorted order, with the questions that everybody asks.

    Build one with `build`, which refuses what does not hang together. All answers are computed once. `whole` is the
    graph that this one is a part of, for what only the whole knows.
    """

    header: Header
    zones: Table[Zone]
    nodes: Table[Node]
    ports: Table[Port]
    security_groups: Table[SecurityGroup]
    rules: Table[Rule]
    attachments: Table[Attachment]
    peerings: Table[Peering]
    routes: Table[Route]
    network_acls: Table[NetworkAcl]
    acl_entries: Table[AclEntry]
    links: Table[Link]
    replications: Table[Replication]
    views: Table[View]
    whole: "Graph | None" = None

    def section(self, name: str) -> Mapping[str, Element]:
        """The elements of one section of the document."""
        table: Mapping[str, Element] = getattr(self, name)
        return table

    def elements(self) -> Iterator[Element]:
        """Every element, section by section."""
        for name in SECTIONS:
            yield from self.section(name).values()

    def find(self, key: str) -> Element | None:
        """The element of this key, without the table of all of them."""
        return next((found for name in SECTIONS if (found := self.section(name).get(key)) is not None), None)

    @cached_property
    def by_key(self) -> Mapping[str, Element]:
        return MappingProxyType({element.key: element for element in self.elements()})

    @cached_property
    def referrers(self) -> Mapping[str, frozenset[str]]:
        """Key -> keys of the elements that refer to it."""
        found: dict[str, set[str]] = defaultdict(set)
        for element in self.elements():
            for target in element.targets():
                found[target].add(element.key)
        return MappingProxyType({target: frozenset(keys) for target, keys in found.items()})

    # --- containment -------------------------------------------------------------------------------------

    @cached_property
    def zone_paths(self) -> Mapping[str, tuple[Zone, ...]]:
        """Zone key -> that zone and its ancestors, innermost first."""
        paths: dict[str, tuple[Zone, ...]] = {}
        for start in self.zones.values():
            trail: list[Zone] = []
            zone: Zone | None = start
            while zone is not None and zone.key not in paths:
                trail.append(zone)
                zone = self.zones[zone.parent] if zone.parent else None
            above = paths[zone.key] if zone is not None else ()
            for step in reversed(trail):
                above = (step, *above)
                paths[step.key] = above
        return MappingProxyType(paths)

    def path(self, element: Node | Zone) -> tuple[Zone, ...]:
        """The zones that hold this element, innermost first; a zone begins with itself."""
        if isinstance(element, Zone):
            return self.zone_paths[element.key]
        return self.zone_paths[element.zone] if element.zone else ()

    def enclosing(self, element: Node | Zone, trait: Trait) -> Zone | None:
        """The nearest zone around (or at) this element that has the trait: its host, tier, network, region..."""
        start = element.key if isinstance(element, Zone) else element.zone
        return self._enclosing[trait].get(start or "")

    @cached_property
    def _enclosing(self) -> Mapping[Trait, Mapping[str, Zone]]:
        """Trait -> zone key -> the nearest zone around or at it that has the trait."""
        found: dict[Trait, dict[str, Zone]] = {trait: {} for trait in Trait}
        for key, path in self.zone_paths.items():
            for zone in reversed(path):
                for trait in zone_kind(zone.kind).traits:
                    found[trait][key] = zone
        return found

    @cached_property
    def child_zones(self) -> Mapping[str, tuple[Zone, ...]]:
        """Zone key ("" = top) -> zones directly inside."""
        return _grouped(self.zones.values(), "parent")

    @cached_property
    def nodes_in(self) -> Mapping[str, tuple[Node, ...]]:
        """Zone key ("" = no zone) -> nodes directly inside."""
        return _grouped(self.nodes.values(), "zone")

    # --- what hangs on what ------------------------------------------------------------------------------

    @cached_property
    def ports_of(self) -> Mapping[str, tuple[Port, ...]]:
        return _grouped(self.ports.values(), "node")

    @cached_property
    def rules_of(self) -> Mapping[str, tuple[Rule, ...]]:
        return _grouped(self.rules.values(), "group")

    @cached_property
    def groups_on(self) -> Mapping[str, tuple[SecurityGroup, ...]]:
        """Key of a node or host -> the security groups attached to it directly."""
        found: dict[str, list[SecurityGroup]] = defaultdict(list)
        for attachment in self.attachments.values():
            found[attachment.target].append(self.security_groups[attachment.group])
        return _frozen(found)

    def groups_guarding(self, node: Node) -> tuple[SecurityGroup, ...]:
        """The groups on the node and on every host around it."""
        around = (group for zone in self.path(node) for group in self.groups_on.get(zone.key, ()))
        return (*self.groups_on.get(node.key, ()), *around)

    @cached_property
    def routes_of(self) -> Mapping[str, tuple[Route, ...]]:
        return _grouped(self.routes.values(), "zone")

    @cached_property
    def acls_of(self) -> Mapping[str, tuple[NetworkAcl, ...]]:
        return _grouped(self.network_acls.values(), "zone")

    @cached_property
    def entries_of(self) -> Mapping[str, tuple[AclEntry, ...]]:
        """Network ACL key -> its entries, lowest number first."""
        grouped = _grouped(self.acl_entries.values(), "acl")
        return MappingProxyType(
            {key: tuple(sorted(rows, key=lambda row: row.number)) for key, rows in grouped.items()}
        )

    @cached_property
    def links_from(self) -> Mapping[str, tuple[Link, ...]]:
        return _grouped(self.links.values(), "source")

    @cached_property
    def links_to(self) -> Mapping[str, tuple[Link, ...]]:
        return _grouped(self.links.values(), "target")

    # --- kinds -------------------------------------------------------------------------------------------

    def kind(self, element: Node | Zone) -> Kind:
        return node_kind(element.kind) if isinstance(element, Node) else zone_kind(element.kind)

    def nodes_with(self, trait: Trait) -> Iterator[Node]:
        """Nodes whose kind has the trait, by key."""
        return iter(self._nodes_with.get(trait, ()))

    @cached_property
    def _nodes_with(self) -> Mapping[Trait, tuple[Node, ...]]:
        found: dict[Trait, list[Node]] = defaultdict(list)
        for node in self.nodes.values():
            for trait in node_kind(node.kind).traits:
                found[trait].append(node)
        return {trait: tuple(nodes) for trait, nodes in found.items()}

    def zones_with(self, trait: Trait) -> Iterator[Zone]:
        """Zones whose kind has the trait, by key."""
        return (zone for zone in self.zones.values() if zone_kind(zone.kind).has(trait))

    # --- networkx views ----------------------------------------------------------------------------------

    @cached_property
    def traffic(self) -> "nx.MultiDiGraph[str]":
        """Declared links as a multigraph of node keys; edge keys are link keys. Do not change it."""
        view: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        view.add_nodes_from(self.nodes)
        for link in self.links.values():
            view.add_edge(link.source, link.target, key=link.key)
        return view

    @cached_property
    def copies(self) -> "nx.MultiDiGraph[str]":
        """Replications as a multigraph of node keys; edge keys are replication keys. Do not change it."""
        view: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for row in self.replications.values():
            view.add_edge(row.source, row.target, key=row.key)
        return view


def build(header: Header, elements: Iterable[Element]) -> Graph:
    """The graph of these elements.

    Raises:
        Faults: a key is used twice, a reference dangles, zones contain each other, or a kind stands where it
            may not; every fault at once, by element and field.
    """
    from topologies.graph.integrity import faults_in

    tables: dict[str, dict[str, Element]] = {name: {} for name in SECTIONS}
    ordered = sorted(elements, key=lambda element: element.key)
    for element in ordered:
        tables[element.section][element.key] = element
    faults = list(faults_in(ordered, tables))
    if faults:
        raise Faults(faults)
    return Graph(header, **{name: MappingProxyType(table) for name, table in tables.items()})  # type: ignore[arg-type]


def assemble(header: Header, elements: Iterable[Element], whole: Graph | None = None) -> Graph:
    """The graph of elements that are known to hang together: nothing is checked."""
    tables: dict[str, dict[str, Element]] = {name: {} for name in SECTIONS}
    for element in sorted(elements, key=lambda element: element.key):
        tables[element.section][element.key] = element
    return Graph(header, **{name: MappingProxyType(table) for name, table in tables.items()}, whole=whole)  # type: ignore[arg-type]


def _grouped(elements: Iterable[E], field: str) -> Mapping[str, tuple[E, ...]]:
    found: dict[str, list[E]] = defaultdict(list)
    for element in elements:
        found[getattr(element, field) or ""].append(element)
    return _frozen(found)


def _frozen(found: Mapping[str, list[E]]) -> Mapping[str, tuple[E, ...]]:
    return MappingProxyType({key: tuple(rows) for key, rows in found.items()})
