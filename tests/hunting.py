"""Random topologies from seeds, judged one after the other, and the smallest one that shows a fault.

Many times as fast as drawing them with hypothesis, so that thousands fit into the normal run. Every shape is plain data
(dicts, lists and scalars), so it is made smaller by leaving out whatever the fault does not need.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pprint import pformat
from random import Random
from typing import Any, TypeVar

from topologies.graph import Faults

Shape = dict[str, Any]
Counts = Counter[str]
T = TypeVar("T")


class Dice(Random):
    """The choices that a random topology is made of; the same for the same seed."""

    def chance(self, percent: int) -> bool:
        return self.randrange(100) < percent

    def some(self, options: Sequence[T], least: int, most: int) -> list[T]:
        """As many different ones of these, in any order."""
        return self.sample(options, min(len(options), self.randint(least, most)))

    def several(self, make: Callable[[], T], least: int, most: int) -> list[T]:
        """As many made one by one."""
        return [make() for _ in range(self.randint(least, most))]


def hunt(
    draw: Callable[[Dice], Shape], judge: Callable[[Shape], Counts | None], count: int, first: int = 0
) -> Counts:
    """Judge this many shapes, and count what the judge counts.

    Raises AssertionError with the smallest shape that the judge refuses, and its reason.
    """
    found: Counts = Counter()
    for seed in range(first, first + count):
        shape = draw(Dice(seed))
        try:
            found += judge(shape) or Counter()
        except AssertionError:
            small = smallest(shape, lambda one: refusal(judge, one) is not None)
            text = f"seed {seed}:\n{pformat(small, sort_dicts=False)}\n{refusal(judge, small)}"
            raise AssertionError(text) from None
    return found


def refusal(judge: Callable[[Shape], object], shape: Shape) -> str | None:
    """Why the judge refuses the shape; None where it does not, or where the shape is no topology."""
    try:
        judge(shape)
    except AssertionError as error:
        return str(error) or "refused"
    except (Faults, LookupError):
        return None
    return None


def smallest(shape: Shape, fails: Callable[[Shape], bool]) -> Shape:
    """The shape without anything that it can lose and still fail."""
    while True:
        less = next((one for one in _smaller(shape) if fails(one)), None)
        if less is None:
            return shape
        shape = less


def _smaller(value: Any) -> Iterator[Any]:
    """Everything with one thing less, large things first."""
    if isinstance(value, dict):
        yield from ({key: row for key, row in value.items() if key != gone} for gone in value)
        yield from ({**value, key: less} for key, row in value.items() for less in _smaller(row))
    if isinstance(value, list):
        yield from (value[:place] + value[place + 1 :] for place in range(len(value)))
        yield from (
            [*value[:place], less, *value[place + 1 :]]
            for place, row in enumerate(value)
            for less in _smaller(row)
        )


def report(counts: Counts) -> str:
    """What was counted, one a line."""
    return "\n".join(f"{number:>8}  {what}" for what, number in sorted(counts.items()))


def rare(counts: Counts, wanted: Sequence[str], least: int) -> list[str]:
    """What of this was seen fewer times."""
    return [f"{what}: {counts[what]}" for what in wanted if counts[what] < least]
