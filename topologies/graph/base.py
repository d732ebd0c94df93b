"""What every value shares: immutability, references to other elements, and faults."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails


class Value(BaseModel):
    """An immutable value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, validate_default=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """Marks a field as the key of another element of the same topology.

    `sections` are where the key may live. When the referenced element is removed, the element that refers
    to it is removed too (`cascade`), or forgets the reference.
    """

    sections: tuple[str, ...]
    cascade: bool = True


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with one field of one element. An empty element is the topology itself."""

    element: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.element or 'topology'}.{self.field}: {self.message}" if self.field else self._plain()

    def _plain(self) -> str:
        return f"{self.element or 'topology'}: {self.message}"


class Faults(ValueError):
    """The input was refused; `faults` says each reason once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__("; ".join(str(fault) for fault in self.faults[:20]))


def faults_of(element: str, error: ValidationError) -> list[Fault]:
    """Pydantic's errors as faults: the dotted path of the field, and a sentence."""
    return [
        Fault(
            element,
            ".".join(map(str, (*detail["loc"], *_named(detail)))),
            _SENTENCES.get(detail["type"]) or _plain(detail["msg"]),
        )
        for detail in error.errors(include_url=False, include_input=False)
    ]


def _named(detail: ErrorDetails) -> list[str]:
    """The field that a misfit names."""
    return [str(detail["ctx"]["field"])] if detail["type"] == "misfit" else []


_SENTENCES = {"extra_forbidden": "is not a field of this kind of element", "missing": "is missing"}


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ")
