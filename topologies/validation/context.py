"""What rules look at: one graph, and the engines that every rule shares."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import networkx as nx

from topologies.graph import Graph, Node
from topologies.kinds import Trait
from topologies.reachability import Engine, Exposed, exposure
from topologies.reachability.intent import Declared, Wishes, declared
from topologies.resilience import Resilience
from topologies.validation.facts import Fact, ordered
from topologies.validation.peers import peers

T = TypeVar("T")

# It reads no header, and what it says of an island is the same in the part as in the whole.
Survey = Callable[["Context"], Iterator[Fact[T]]]
Facts = Mapping[Survey[Any], tuple[Fact[Any], ...]]


@dataclass(frozen=True, slots=True)
class Kept:
    """The facts of the state before, the keys on the islands that an edit concerns, and those islands by themselves."""

    facts: Facts
    concerned: frozenset[str]
    part: "Context"

    def now(self, survey: Survey[T]) -> tuple[Fact[T], ...]:
        """The facts of the new state. What concerns shared elements alone is not for a part to say."""
        old = (fact for fact in self.facts[survey] if not self.concerns(fact.keys))
        return ordered((*old, *(fact for fact in survey(self.part) if self.concerns(fact.keys))))

    def concerns(self, keys: Iterable[str]) -> bool:
        return not self.concerned.isdisjoint(keys)


@dataclass(frozen=True)
class Context:
    """A graph with what is worked out of it at most once for all rules."""

    graph: Graph
    kept: Kept | None = None
    surveyed: dict[Survey[Any], tuple[Fact[Any], ...]] = field(default_factory=dict)

    def facts(self, survey: Survey[T]) -> tuple[Fact[T], ...]:
        """What the survey says of the whole graph, in the order of the keys. After an edit only the islands that it
        concerns are surveyed again."""
        if survey not in self.surveyed:
            known = self.kept is not None and survey in self.kept.facts
            self.surveyed[survey] = self.kept.now(survey) if self.kept and known else ordered(survey(self))
        return self.surveyed[survey]

    @cached_property
    def engine(self) -> Engine:
        return Engine(self.graph)

    @cached_property
    def exposure(self) -> tuple[Exposed, ...]:
        """What the internet reaches, directly and through proxies."""
        return exposure(self.graph, self.engine)

    @cached_property
    def declared(self) -> tuple[Declared, ...]:
        """Every link with what becomes of its traffic."""
        return tuple(declared(self.engine))

    @cached_property
    def wishes(self) -> Wishes:
        """What is possible and not declared, node by node when asked."""
        return Wishes(self.engine)

    @cached_property
    def data_by_network(self) -> Mapping[str, list[Node]]:
        """Network -> the data stores that stand in it."""
        found: dict[str, list[Node]] = {}
        for node in self.graph.nodes_with(Trait.DATA):
            site = self.engine.sites.of(node.key)
            if site.place == "network":
                found.setdefault(site.network, []).append(node)
        return found

    @cached_property
    def peers(self) -> tuple[tuple[Node, ...], ...]:
        """Services that do one job, drawn one by one."""
        return tuple(peers(self.graph))

    @cached_property
    def peered(self) -> "nx.Graph[str]":
        """Networks, each joined to those that it is peered with."""
        joined: nx.Graph[str] = nx.Graph()
        joined.add_edges_from((row.network, row.peer) for row in self.graph.peerings.values())
        return joined

    @cached_property
    def resilience(self) -> Resilience:
        """The failure simulator; it works out each failure when asked."""
        return Resilience(self.graph)
