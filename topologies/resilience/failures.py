"""What is removed: one instance of a node, a host, an availability zone, two of them, a region, a provider."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from topologies.graph import Graph
from topologies.kinds import Trait
from topologies.resilience.standing import Unit, zones_of

FailureKind = Literal["node", "host", "zone", "zones", "region", "provider"]
KINDS: tuple[FailureKind, ...] = ("node", "host", "zone", "zones", "region", "provider")
_PLACES: tuple[tuple[FailureKind, Trait], ...] = (
    ("host", Trait.HOST),
    ("region", Trait.REGION),
    ("provider", Trait.PROVIDER),
)


@dataclass(frozen=True, slots=True)
class Failure:
    """One failure. `removed` are keys of elements, or names of availability zones ("ireland/a").

    `unnamed` = a region of this provider that nobody names: whatever stands in no named region may be in it.
    """

    kind: FailureKind
    removed: tuple[str, ...]
    unnamed: bool = False

    def leaves(self, unit: Unit) -> tuple[int, int]:
        """How many copies of the unit are left, at least and at most."""
        if self.kind == "node":
            return self._without_instance(unit)
        if self.kind in ("zone", "zones"):
            return _without_zones(unit, sum(zone in unit.zones for zone in self.removed))
        if self.unnamed:
            hit = unit.provider in self.removed and not unit.region and not unit.held
            return (0 if hit else unit.copies), unit.copies
        return (unit.copies, unit.copies) if unit.around.isdisjoint(self.removed) else (0, 0)

    def _without_instance(self, unit: Unit) -> tuple[int, int]:
        if self.removed[0] not in unit.keys or unit.held:
            return unit.copies, unit.copies
        doubled = unit.doubtful and unit.copies == 1
        return unit.copies - 1, (unit.copies if doubled else unit.copies - 1)


def _without_zones(unit: Unit, hit: int) -> tuple[int, int]:
    total, zones = unit.copies, len(unit.zones)
    if hit == 0 or unit.held:
        return total, total
    if hit == zones:
        return 0, 0
    if unit.together or unit.doubtful:
        return 0, total
    share, larger = divmod(total, zones)
    most = share * hit + min(larger, hit)
    least = share * hit + max(0, hit - (zones - larger))
    return total - most, total - least


def failures(
    graph: Graph, estate: tuple[Unit, ...], kinds: Collection[FailureKind] = KINDS
) -> Iterator[Failure]:
    """Every failure of these kinds, in their order and then by key."""
    for kind in KINDS:
        if kind in kinds:
            yield from sorted(_of_kind(kind, graph, estate), key=lambda failure: failure.removed)


def _of_kind(kind: FailureKind, graph: Graph, estate: tuple[Unit, ...]) -> Iterator[Failure]:
    if kind == "node":
        outside = {node.key for node in graph.nodes_with(Trait.INTERNET)}
        yield from (Failure(kind, (key,)) for unit in estate for key in unit.keys if key not in outside)
    elif kind == "zone":
        yield from (Failure(kind, (zone,)) for zone in zones_of(estate))
    elif kind == "zones":
        yield from (Failure(kind, pair) for pair in combinations(zones_of(estate), 2))
    else:
        yield from (Failure(kind, (zone.key,)) for zone in graph.zones_with(dict(_PLACES)[kind]))
        if kind == "region":
            yield from _unnamed(estate)


def _unnamed(estate: tuple[Unit, ...]) -> Iterator[Failure]:
    homeless = {unit.provider for unit in estate if unit.provider and not unit.region and not unit.held}
    return (Failure("region", (provider,), unnamed=True) for provider in homeless)
