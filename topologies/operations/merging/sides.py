"""The three states of a merge, and what each side did."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from topologies.graph import Element, Graph
from topologies.operations.changes import Change, diff
from topologies.operations.merging.model import Side

Place = tuple[str, str]  # section and key


@dataclass(frozen=True)
class Sides:
    """`mine` and `theirs` both grew out of `base`."""

    base: Graph
    mine: Graph
    theirs: Graph

    @cached_property
    def my_changes(self) -> Mapping[Place, Change]:
        return {(one.section, one.key): one for one in diff(self.base, self.mine)}

    @cached_property
    def their_changes(self) -> Mapping[Place, Change]:
        return {(one.section, one.key): one for one in diff(self.base, self.theirs)}

    @cached_property
    def my_keys(self) -> frozenset[str]:
        return frozenset(key for _, key in self.my_changes)

    @cached_property
    def their_keys(self) -> frozenset[str]:
        return frozenset(key for _, key in self.their_changes)

    def graph(self, side: Side) -> Graph:
        return self.mine if side == "mine" else self.theirs

    def remover(self, key: str) -> Side | None:
        """The side that alone took this element out."""
        if self.base.find(key) is None:
            return None
        here = {side for side in ("mine", "theirs") if self.graph(side).find(key) is not None}
        return {frozenset({"mine"}): "theirs", frozenset({"theirs"}): "mine"}.get(frozenset(here))  # type: ignore[return-value]

    def touched_by_both(self, keys: tuple[str, ...]) -> bool:
        """Whether each side changed some of these elements that the other one did not."""
        return any(key in self.my_keys - self.their_keys for key in keys) and any(
            key in self.their_keys - self.my_keys for key in keys
        )


def opposite(side: Side) -> Side:
    return "theirs" if side == "mine" else "mine"


def element_of(graph: Graph, place: Place) -> Element | None:
    return graph.section(place[0]).get(place[1])
