"""What holds on one island whatever stands on the others, kept from one state of a draft to the next.

A rule that looks at the topology as a whole asks a *survey* for what it needs of each part, and judges the answers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """What is so (`said`) of the elements of these keys. At least one of them stands on an island, all others there too
    or are shared."""

    keys: tuple[str, ...]
    said: T


def ordered(facts: Iterable[Fact[T]]) -> tuple[Fact[T], ...]:
    return tuple(sorted(facts, key=lambda fact: fact.keys))
