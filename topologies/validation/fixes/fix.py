"""A fix, and the operation that most of them are made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from topologies.operations import Operation
from topologies.operations.wire import Add, Attach, Connect, Update


@dataclass(frozen=True, slots=True)
class Fix:
    """One way out: what it does in one sentence, and the operations that do it. Of several any one is enough."""

    text: str
    operations: tuple[Operation, ...]

    @property
    def adds(self) -> Iterator[str]:
        """The keys of what it adds."""
        return (one.key for one in self.operations if isinstance(one, Add | Connect | Attach))


def update(key: str, *, properties: dict[str, Any] | None = None, **fields: Any) -> Update:
    """New values for fields of an element, or for some of its properties."""
    return Update(key=key, fields={**fields, "properties": properties} if properties else fields)
