"""Single points of failure, from one dominator tree: what every path from users to a job goes through."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import networkx as nx

from topologies.kinds import Trait
from topologies.resilience.jobs import Job, Service
from topologies.resilience.serving import Serving

ROOT = -1
Group = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class SinglePoint:
    """`keys` fail together; without them users lose the jobs of `lost`, here by the keys of their members."""

    place: str
    keys: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True)
class Dominators:
    """What every path from users to a need goes through. One tree serves all who take units one by one."""

    serving: Serving
    services: tuple[Service, ...]

    def points(self, group: Group) -> Iterator[SinglePoint]:
        """Every group of units without which a need is not reached. `group` names what fails together; "" = never
        fails."""
        members: dict[str, list[int]] = defaultdict(list)
        for place in range(len(self.serving.map_.units)):
            if name := group(place):
                members[name].append(place)
        reached = any(self.serving.map_.before[place] for places in members.values() for place in places)
        lost = self._lost(members) if reached else {}
        for name in sorted(lost):
            yield SinglePoint(name, self._keys(members[name]), self._keys(lost[name]))

    def _lost(self, members: Mapping[str, list[int]]) -> dict[str, set[int]]:
        """Group -> the members of the jobs that are lost with it."""
        together = {place: places[0] for places in members.values() for place in places if len(places) > 1}
        above = _tree(self._ways(together)) if together else self._one_by_one
        named = {places[0]: name for name, places in members.items()}
        lost: dict[str, set[int]] = defaultdict(set)
        for number, job in enumerate(self._needs):
            for place in _chain(above, number + len(self.serving.map_.units)):
                if place in named:
                    lost[named[place]].update(job.members)
        return lost

    @cached_property
    def _one_by_one(self) -> Mapping[int, int | None]:
        return _tree(self._ways({}))

    @cached_property
    def _needs(self) -> list[Job]:
        return sorted({job for service in self.services for job in service.needs}, key=lambda job: job.number)

    def _ways(self, together: Mapping[int, int]) -> Iterator[tuple[int, int]]:
        """Users to units to needs, by number; the units in `together` go by the number that it says."""
        map_ = self.serving.map_
        yield from ((ROOT, together.get(place, place)) for place in map_.users)
        for source, targets in enumerate(map_.leads):
            start = together.get(source, source)
            yield from ((start, together.get(target, target)) for target in targets)
        for need, job in enumerate(self._needs, len(map_.units)):
            yield from ((together.get(place, place), need) for place in _able(self.serving, job))

    def _keys(self, places: Iterable[int]) -> tuple[str, ...]:
        return tuple(sorted(key for place in places for key in self.serving.map_.units[place].keys))


def _tree(ways: Iterable[tuple[int, int]]) -> Mapping[int, int | None]:
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_node(ROOT)
    graph.add_edges_from(ways)
    found: Mapping[int, int | None] = nx.immediate_dominators(graph, ROOT)
    return found


def _able(serving: Serving, job: Job) -> Iterator[int]:
    """Who can do the job: for data, writers and the copies that may take over from them."""
    writers = [place for place in job.members if place in serving.stores.writers]
    yield from writers or job.members
    for place in writers:
        yield from (copy.place for copy in serving.stores.copies(place))


def _chain(above: Mapping[int, int | None], place: int) -> Iterator[int]:
    """What stands above this number, up to the users."""
    step = above.get(place)
    while step is not None and step not in (place, ROOT):
        yield step
        place, step = step, above.get(step)


def alone(serving: Serving) -> Group:
    """Every unit that surely runs as one instance."""

    def group(place: int) -> str:
        unit = serving.map_.units[place]
        outside = serving.map_.traits[place] & {Trait.INTERNET, Trait.EXTERNAL}
        return unit.key if unit.alone and not outside else ""

    return group


def perhaps_alone(serving: Serving) -> Group:
    """As `alone`, with the units of which nobody says whether they have a second copy."""
    surely = alone(serving)

    def group(place: int) -> str:
        unit = serving.map_.units[place]
        return surely(place) or (unit.key if unit.doubtful and unit.copies == 1 else "")

    return group


def drifting(serving: Serving) -> Group:
    """Every unit that stands in one zone that nobody names, or may."""

    def group(place: int) -> str:
        unit = serving.map_.units[place]
        return unit.key if unit.drifts else ""

    return group


def on_hosts(serving: Serving) -> Group:
    """Everything that stands on one host."""

    def group(place: int) -> str:
        found = sorted(serving.map_.hosts & serving.map_.units[place].around)
        return found[0] if found else ""

    return group
