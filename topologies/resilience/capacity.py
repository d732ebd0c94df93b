"""How much of each job a failure leaves, and how far scaling brings it back."""

from dataclasses import dataclass

from topologies.resilience.jobs import Job
from topologies.resilience.world import World


@dataclass(frozen=True, slots=True)
class Capacity:
    """Instances of one job: at rest before, left at least, and at most after scaling in what is left."""

    keys: tuple[str, ...]
    before: int
    left: int
    limit: int

    @property
    def enough(self) -> bool:
        """Whether as many as before run again in what is left."""
        return self.limit >= self.before


def capacity(job: Job, world: World) -> Capacity:
    units = [(place, world.map_.units[place]) for place in job.members]
    left = sum(world.left.get(place, unit.copies) for place, unit in units)
    limit = sum(after_scaling(place, world) for place in job.members)
    keys = tuple(key for _, unit in units for key in unit.keys)
    return Capacity(keys, sum(unit.copies for _, unit in units), left, limit)


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
