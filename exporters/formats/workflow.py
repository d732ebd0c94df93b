"""Writes workflows of GitHub Actions: YAML in which no text is an expression or part of a script. Pure.

Data goes to scripts by the environment alone. Scripts and expressions are our own words: `Script` and `Expression`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.scalarstring import LiteralScalarString

from exporters.formats.yaml import Path, render


@dataclass(frozen=True, slots=True)
class Expression:
    """What GitHub replaces by a value, for example `vars.ADDRESS`. Never made from data."""

    text: str


@dataclass(frozen=True, slots=True)
class Script:
    """Lines of bash. Never made from data."""

    text: str


def write(
    data: Mapping[str, Any], *, remarks: Iterable[str] = (), above: Mapping[Path, str] | None = None
) -> str:
    """The text of a workflow; every text is read as itself."""
    return render(_literal(data), remarks=remarks, above=above)


def _literal(data: Any) -> Any:
    if isinstance(data, Expression):
        return f"${{{{ {data.text} }}}}"
    if isinstance(data, Script):
        return LiteralScalarString(data.text)
    if isinstance(data, str):
        return data.replace("${{", "${{ '${{' }}")
    if isinstance(data, Mapping):
        return {key: _literal(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_literal(value) for value in data]
    return data
