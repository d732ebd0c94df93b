"""Reads request bodies as strictly as documents are read."""

from collections.abc import Mapping
from typing import Any

from rest_framework.parsers import BaseParser

from topologies.documents import decode, unfit
from topologies.graph import Fault, Faults


class StrictJSONParser(BaseParser):
    """A JSON object in UTF-8: no repeated keys, no runaway nesting or numbers, only text that can be stored."""

    media_type = "application/json"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The body as data.

        Raises:
            Faults: what is wrong with it.
        """
        data = decode(_text(stream.read()))
        if reason := unfit(data):
            raise Faults([Fault("", "body", reason)])
        return data


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Faults([Fault("", "body", f"is not UTF-8 at byte {error.start}")]) from None
