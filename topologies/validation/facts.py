"""What holds on one island whatever stands on the others, kept from one state of a draft to the next.

A rule that looks at the topology as a whole asks a *survey* for what it needs of each part, and judges the answers.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from topologies.validation.context import Context

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """What is so (`said`) of the elements of these keys. At least one of them stands on an island, all others there too
    or are shared."""

    keys: tuple[str, ...]
    said: T


# It reads no header, and what it says of an island is the same in the part as in the whole.
Survey = Callable[["Context"], Iterator[Fact[T]]]
Facts = Mapping[Survey[Any], tuple[Fact[Any], ...]]


@dataclass(frozen=True, slots=True)
class Kept:
    """The facts of the state before, the keys on the islands that an edit concerns, and those islands by themselves."""

    facts: Facts
    concerned: frozenset[str]
    part: "Context"

    def now(self, survey: Survey[T]) -> tuple[Fact[T], ...]:
        """The facts of the new state. What concerns shared elements alone is not for a part to say."""
        old = (fact for fact in self.facts[survey] if not self.concerns(fact.keys))
        return ordered((*old, *(fact for fact in survey(self.part) if self.concerns(fact.keys))))

    def concerns(self, keys: Iterable[str]) -> bool:
        return not self.concerned.isdisjoint(keys)


def ordered(facts: Iterable[Fact[T]]) -> tuple[Fact[T], ...]:
    return tuple(sorted(facts, key=lambda fact: fact.keys))
