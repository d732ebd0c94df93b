"""Writes compose files: YAML in which no text is a variable, except those that the program itself asks for. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from exporters.formats.yaml import Path, render

_DEFAULT = re.compile(r"[A-Za-z0-9./:_-]*")


@dataclass(frozen=True, slots=True)
class Variable:
    """A value that whoever starts the services may set in the environment.

    Raises:
        ValueError: the default holds what Compose would understand otherwise.
    """

    name: str
    otherwise: str

    def __post_init__(self) -> None:
        if not _DEFAULT.fullmatch(self.otherwise):
            raise ValueError(f"{self.otherwise!r} can be no default of a variable")


def write(
    data: Mapping[str, Any], *, remarks: Iterable[str] = (), above: Mapping[Path, str] | None = None
) -> str:
    """The text of a compose file; every dollar of a text is doubled, so that Compose reads one."""
    return render(_literal(data), remarks=remarks, above=above)


def _literal(data: Any) -> Any:
    if isinstance(data, Variable):
        return f"${{{data.name}:-{data.otherwise}}}"
    if isinstance(data, str):
        return data.replace("$", "$$")
    if isinstance(data, Mapping):
        return {key: _literal(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_literal(value) for value in data]
    return data
