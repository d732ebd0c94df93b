"""How much of each job a failure leaves, how far scaling brings it back, and whether that bears the demand."""

from collections.abc import Iterator
from dataclasses import dataclass

from topologies.resilience.jobs import Job, Map
from topologies.resilience.world import World

# The objective, what an instance bears of it, and its words.
MEASURES = (
    ("requests_per_second", "capacity_requests_per_second", "requests a second"),
    ("requests_per_day", "capacity_requests_per_day", "requests a day"),
    ("concurrent_users", "capacity_concurrent_users", "concurrent users"),
)


@dataclass(frozen=True, slots=True)
class Load:
    """An objective of demand, and what the instances of one job bear of it: those left, and all after scaling."""

    words: str
    demand: float
    left: float
    limit: float

    @property
    def borne(self) -> bool:
        return self.limit >= self.demand


@dataclass(frozen=True, slots=True)
class Capacity:
    """Instances of one job: at rest before, left at least, and at most after scaling in what is left.

    `loads` are the objectives of demand of which every part of the job states what an instance bears.
    """

    keys: tuple[str, ...]
    before: int
    left: int
    limit: int
    loads: tuple[Load, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether as many as before run again in what is left, and bear the demand as far as it is stated."""
        return self.limit >= self.before and all(load.borne for load in self.loads)


def capacity(job: Job, world: World) -> Capacity:
    left = {place: world.left.get(place, world.map_.units[place].copies) for place in job.members}
    limit = {place: after_scaling(place, world) for place in job.members}
    units = [world.map_.units[place] for place in job.members]
    keys = tuple(key for unit in units for key in unit.keys)
    before = sum(unit.copies for unit in units)
    loads = tuple(_loads(world.map_, left, limit))
    return Capacity(keys, before, sum(left.values()), sum(limit.values()), loads)


def _loads(map_: Map, left: dict[int, int], limit: dict[int, int]) -> Iterator[Load]:
    for objective, fact, words in MEASURES:
        demand = getattr(map_.graph.header.objectives, objective)
        each = {place: bears(map_, place, fact) for place in left} if demand else {}
        if each and None not in each.values():
            sums = (sum((each[place] or 0.0) * count[place] for place in left) for count in (left, limit))
            yield Load(words, demand, *sums)


def bears(map_: Map, place: int, fact: str) -> float | None:
    """What each instance of the unit bears: the least that its nodes state, where all do."""
    stated: list[float | None] = [getattr(node.properties, fact, None) for node in map_.nodes[place]]
    known = [number for number in stated if number is not None]
    return min(known) if len(known) == len(stated) else None


def after_scaling(place: int, world: World) -> int:
    """Instances of one unit when it has scaled as far as it may in what is left."""
    if not world.alive(place):
        return 0
    unit = world.map_.units[place]
    stays = world.failure.kind != "node" and _stuck(place, world)
    return world.left.get(place, unit.copies) if stays else unit.limit


def _stuck(place: int, world: World) -> bool:
    """A unit that lost copies and has no other place to start them in."""
    unit = world.map_.units[place]
    elsewhere = set(unit.zones) - set(world.failure.removed)
    return not world.whole(place) and (unit.together or not elsewhere)
