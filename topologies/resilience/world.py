"""A topology after a failure: what is left of each unit, and what users still reach."""

from dataclasses import dataclass
from functools import cached_property

from topologies.resilience.failures import Failure
from topologies.resilience.jobs import Job, Map, Service
from topologies.resilience.standing import Unit


@dataclass(frozen=True)
class World:
    """`left` holds the copies left of each affected unit; all others are whole."""

    map_: Map
    failure: Failure
    left: dict[int, int]

    def alive(self, one: int) -> bool:
        return self.left.get(one, 1) > 0

    def whole(self, one: int) -> bool:
        return one not in self.left

    @cached_property
    def lost(self) -> frozenset[int]:
        """What users do not reach at once any more."""
        return self.map_.lost_without(one for one in self.left if not self.alive(one))

    @cached_property
    def lost_later(self) -> frozenset[int]:
        """What users do not reach even when everything runs again that has a place to start in."""
        return self.map_.lost_without(
            one for one in self.left if not self.alive(one) and not self.has_place(one)
        )

    def reaches(self, one: int) -> bool:
        """Whether users reach it at once."""
        return bool(self.map_.before[one]) and one not in self.lost

    def reaches_later(self, one: int) -> bool:
        return bool(self.map_.before[one]) and one not in self.lost_later

    @cached_property
    def shaken(self) -> frozenset[Job]:
        """The jobs of which something failed or is out of reach."""
        return frozenset(self.map_.jobs[place] for place in (*self.left, *self.lost))

    def touches(self, service: Service) -> bool:
        """Whether anything that the service needs, or anything on its way, is not as before."""
        return bool(service.parts.intersection(self.left) or self.shaken & service.needed)

    def has_place(self, one: int) -> bool:
        """Whether a new instance can start: where the failed one stood, or in another of its zones."""
        if self.failure.kind == "node":
            return True
        unit = self.map_.units[one]
        return self.failure.kind in ("zone", "zones") and self._elsewhere(one) and not self._hosted(unit)

    def _elsewhere(self, one: int) -> bool:
        return bool(set(self.map_.units[one].zones) - set(self.failure.removed))

    def _hosted(self, unit: Unit) -> bool:
        return bool(self.map_.hosts & unit.around)


def worlds(map_: Map, failure: Failure) -> tuple[World, World]:
    """The worst and the best that the failure leaves, as far as anybody says where things stand."""
    worst: dict[int, int] = {}
    best: dict[int, int] = {}
    for place in sorted({place for key in failure.removed for place in map_.near.get(key, ())}):
        unit = map_.units[place]
        least, most = failure.leaves(unit)
        if least < unit.copies:
            worst[place] = least
        if most < unit.copies:
            best[place] = most
    return World(map_, failure, worst), World(map_, failure, best)
