"""What a merge is made of: clashes, the decisions that settle them, and the result."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from topologies.graph import Fault, Faults, Graph
from topologies.operations.changes import Change

Side = Literal["mine", "theirs"]

# field      both gave the field of an element another value
# element    one changed the element and the other removed it, or both made one of this key
# reference  one removed what the other refers to
# port       both opened the same port of one node or host
# address    both gave out the same addresses
# shadow     a rule of one allows all that a rule of the other allows
# whole      each change is fine, and together they are not a topology
Kind = Literal["field", "element", "reference", "port", "address", "shadow", "whole"]


# Clashes of two elements: the pair is what they are about.
_PAIRS = ("port", "address", "shadow")


class States(NamedTuple):
    """A field or element as JSON data in the three states; None = not there."""

    base: Any = None
    mine: Any = None
    theirs: Any = None


UNSAID = States()


@dataclass(frozen=True, slots=True)
class Clash:
    """Two changes that cannot both stand, or that somebody has to see side by side.

    `field` is a dotted path, empty for the whole element; the topology itself has an empty key. `others` are the keys
    of the elements that it is also about, `options` what a decision about it may take.
    """

    kind: Kind
    key: str
    field: str
    message: str
    states: States = UNSAID
    others: tuple[str, ...] = ()
    options: tuple[str, ...] = ("mine", "theirs")

    @property
    def id(self) -> str:
        """The same for the same clash of the same elements, however often one merges."""
        pair = self.others if self.kind in _PAIRS else ()
        return "/".join((self.kind, self.key, self.field, *pair))


@dataclass(frozen=True, slots=True)
class Decision:
    """How somebody settled a clash: one side's way, both ways side by side, or a value of their own."""

    take: Literal["mine", "theirs", "both", "edit"]
    value: Any = None

    def wire(self) -> dict[str, Any]:
        return {"take": self.take, "value": self.value} if self.take == "edit" else {"take": self.take}


Decisions = Mapping[str, Decision]  # by the id of the clash


def parse_decisions(data: Any) -> dict[str, Decision]:
    """Decisions from JSON data: {clash id: {"take": "mine" | "theirs" | "both" | "edit", "value": ...}}.

    Raises:
        Faults: which of them is not one.
    """
    if not isinstance(data, Mapping):
        raise Faults([Fault("", "decisions", "must be an object of decisions by the id of the clash")])
    return {str(name): _decision(str(name), item) for name, item in data.items()}


def _decision(name: str, item: Any) -> Decision:
    if not isinstance(item, Mapping) or item.keys() - {"take", "value"}:
        raise Faults(
            [Fault("", f"decisions.{name}", 'must be an object with "take", and "value" where it is "edit"')]
        )
    take = item.get("take")
    if take not in ("mine", "theirs", "both", "edit"):
        raise Faults([Fault("", f"decisions.{name}.take", "must be mine, theirs, both or edit")])
    return Decision(take, item.get("value"))


@dataclass(frozen=True)
class Merge:
    """What came of it: the merged topology, or nothing and the clashes that are still open.

    `clashes` are all of them, settled or not; `changes` is what the merge changes about theirs.
    """

    graph: Graph | None
    clashes: tuple[Clash, ...]
    open: tuple[Clash, ...]
    changes: tuple[Change, ...] = ()
