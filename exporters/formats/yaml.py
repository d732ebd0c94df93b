"""Writes YAML through ruamel.yaml, which owns the quoting: what goes in as a string is read back as that string."""

import io
from collections.abc import Iterable
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from exporters.formats.remarks import remark


def render(data: Any, *, remarks: Iterable[str] = ()) -> str:
    """The text of one document; `remarks` stand above it as comments."""
    writer = YAML()
    writer.default_flow_style = False
    writer.width = 4096  # a folded string is hard to compare
    writer.indent(mapping=2, sequence=4, offset=2)
    buffer = io.StringIO()
    writer.dump(_quoted(data), buffer)
    return "".join(f"{remark(text)}\n" for text in remarks) + buffer.getvalue()


def _quoted(data: Any) -> Any:
    """Every string in double quotes: no reader of any YAML version takes one for a number, a date or a truth."""
    if isinstance(data, str):
        return Quoted(data)
    if isinstance(data, dict):
        return CommentedMap((key, _quoted(value)) for key, value in data.items())
    if isinstance(data, list | tuple):
        return CommentedSeq(_quoted(value) for value in data)
    return data
