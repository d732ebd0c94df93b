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
    limit = sum(unit.limit if world.alive(place) else 0 for place, unit in units)
    if world.failure.kind != "node":
        limit = sum(world.left.get(p, 0) if _stuck(p, world) else u.limit for p, u in units if world.alive(p))
    keys = tuple(key for _, unit in units for key in unit.keys)
    return Capacity(keys, sum(unit.copies for _, unit in units), left, limit)


def _stuck(place: int, world: World) -> bool:
    """A unit that lost copies and has no other place to start them in."""
    unit = world.map_.units[place]
    elsewhere = set(unit.zones) - set(world.failure.removed)
    return not world.whole(place) and (unit.together or not elsewhere)
