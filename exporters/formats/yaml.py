"""Writes YAML through ruamel.yaml, which owns the quoting: what goes in as a string is read back as that string."""

import io
from collections.abc import Iterable, Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted
from ruamel.yaml.scalarstring import LiteralScalarString

from exporters.formats.remarks import remark

Path = tuple[str | int, ...]


def render(data: Any, *, remarks: Iterable[str] = (), above: Mapping[Path, str] | None = None) -> str:
    """The text of one document; `remarks` stand above it as comments, those of `above` each over the key of a map
    that the path of keys and of places in lists leads to."""
    writer = YAML()
    writer.default_flow_style = False
    writer.width = 4096  # a folded string is hard to compare
    writer.indent(mapping=2, sequence=4, offset=2)
    buffer = io.StringIO()
    document = _quoted(data)
    for path, text in (above or {}).items():
        _comment(document, path, text)
    writer.dump(document, buffer)
    return "".join(f"{remark(text)}\n" for text in remarks) + buffer.getvalue()


def _comment(document: Any, path: Path, text: str) -> None:
    *way, last = path
    for step in way:
        document = document[step]
    document.yaml_set_comment_before_after_key(last, before=remark(text)[2:], indent=2 * len(way))


def _quoted(data: Any) -> Any:
    """Every string in double quotes: no reader of any YAML version takes one for a number, a date or a truth.

    Scripts, which are no data, stay blocks of lines.
    """
    if isinstance(data, LiteralScalarString):
        return data
    if isinstance(data, str):
        return Quoted(data)
    if isinstance(data, dict):
        return CommentedMap((key, _quoted(value)) for key, value in data.items())
    if isinstance(data, list | tuple):
        return CommentedSeq(_quoted(value) for value in data)
    return data
