"""A topology after a failure: what is left of each unit, and what users still reach."""

from dataclasses import dataclass
from functools import cached_property

from topologies.resilience.failures import Failure
from topologies.resilience.jobs import Map


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
    def reached(self) -> bytearray:
        open_ = bytearray(b"\1" * len(self.map_.units))
        for one, copies in self.left.items():
            open_[one] = copies > 0
        return self.map_.flooded(open_)


def worlds(map_: Map, failure: Failure) -> tuple[World, World]:
    """The worst and the best that the failure leaves, as far as anybody says where things stand."""
    worst: dict[int, int] = {}
    best: dict[int, int] = {}
    for place, unit in enumerate(map_.units):
        least, most = failure.leaves(unit)
        if least < unit.copies:
            worst[place] = least
        if most < unit.copies:
            best[place] = most
    return World(map_, failure, worst), World(map_, failure, best)
