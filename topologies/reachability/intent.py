"""What is declared and what is possible, and where the two differ.

Parts of one kind that stand in one place with the same groups are one class: a link of one of them declares it for all.
Ways are decided for classes, so that the work grows with the elements and not with their pairs.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from topologies.graph import Graph, Link, Node, Port
from topologies.kinds import Trait
from topologies.reachability.engine import Decision, Engine
from topologies.reachability.links import decide, meant, named
from topologies.reachability.sites import Site

Class = tuple[Site, str]  # where a node stands and of what kind it is


@dataclass(frozen=True, slots=True)
class Declared:
    """A link that is drawn, and what becomes of its traffic: blocked, or unknown."""

    link: Link
    decision: Decision


@dataclass(frozen=True, slots=True)
class Undeclared:
    """What every part of one class (`sources`) can open, or may, though no link of any of them says so."""

    sources: tuple[str, ...]
    port: Port
    decision: Decision


@dataclass(frozen=True, slots=True)
class Intent:
    """Where the picture and the network disagree. `kept` = links whose traffic passes."""

    broken: tuple[Declared, ...]
    undeclared: tuple[Undeclared, ...]
    kept: int


def intent(graph: Graph, engine: Engine | None = None) -> Intent:
    """Declared links that are not surely possible, and flows between programs, proxies and whatever listens in their
    networks that are possible and nobody declared."""
    asked = engine or Engine(graph)
    rows = list(declared(asked))
    wishes = Wishes(asked)
    open_ = (flow for node in graph.nodes.values() for flow in wishes.undeclared(node))
    return Intent(
        tuple(row for row in rows if row.decision.verdict != "allowed"),
        tuple(open_),
        sum(row.decision.verdict == "allowed" for row in rows),
    )


def declared(engine: Engine) -> Iterator[Declared]:
    """Every link with what the engine says of it."""
    return (Declared(link, decide(engine, link)) for link in engine.graph.links.values())


@dataclass(frozen=True)
class Wishes:
    """Who may open connections in each network, and what they declare."""

    engine: Engine

    def undeclared(self, node: Node) -> Iterator[Undeclared]:
        """What can open a port of this node from its own network or a peered one, and is not drawn to."""
        site = self.engine.sites.of(node.key)
        if site.place != "network":
            return
        said = self._declared(node)
        for network in (site.network, *sorted(self._peered.get(site.network, ()))):
            for caller, keys in self._callers.get(network, {}).items():
                others = tuple(key for key in keys if key != node.key)
                for port in self.engine.graph.ports_of.get(node.key, ()):
                    if not _meant(site, caller, port.key, said):
                        yield from self._flow(caller[0], site, others, port)

    def _flow(self, start: Site, site: Site, sources: tuple[str, ...], port: Port) -> Iterator[Undeclared]:
        found = self.engine.decide(start, site, port.protocol, port.number, port.bind)
        if sources and found.verdict != "blocked":
            yield Undeclared(sources, port, named(found, sources[0], port.node))

    def _declared(self, node: Node) -> Mapping[str, set[Class]]:
        """Port of this node -> the classes of what links to it."""
        graph, sites = self.engine.graph, self.engine.sites
        found: dict[str, set[Class]] = {}
        for link in graph.links_to.get(node.key, ()):
            for port in meant(graph, link):
                found.setdefault(port.key, set()).add((sites.of(link.source), graph.nodes[link.source].kind))
        return found

    @cached_property
    def _callers(self) -> Mapping[str, Mapping[Class, list[str]]]:
        """Network -> the classes of what may open connections there, with their nodes."""
        found: dict[str, dict[Class, list[str]]] = {}
        for node in self.engine.graph.nodes.values():
            site, kind = self.engine.sites.of(node.key), self.engine.graph.kind(node)
            opens = kind.has(Trait.COMPUTE) or (kind.has(Trait.PROXY) and not kind.has(Trait.BALANCER))
            if site.place == "network" and opens:
                found.setdefault(site.network, {}).setdefault((site, node.kind), []).append(node.key)
        return found

    @cached_property
    def _peered(self) -> Mapping[str, set[str]]:
        return joined((row.network, row.peer) for row in self.engine.graph.peerings.values())


def _meant(site: Site, caller: Class, port: str, said: Mapping[str, set[Class]]) -> bool:
    """Whether callers of this class are declared, or are one to every filter with the node or a declared caller."""
    declared, host = said.get(port, set()), caller[0].host
    return caller in declared or (bool(host) and host in {site.host, *(one.host for one, _ in declared)})


def joined(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Each end -> the ends that it is paired with."""
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found
