"""Caddy reads the Caddyfile, and formats it as it stands."""

from tests.exporters import caddy
from tests.verifiers import Files, replaced

PROGRAM = "caddy adapt, caddy fmt"


def judge(files: Files) -> list[str]:
    return [
        fault for path, content in files.items() if path.endswith("Caddyfile") for fault in _faults(content)
    ]


def _faults(content: bytes) -> list[str]:
    text = content.decode()
    try:
        caddy.adapt(text)
    except AssertionError as refused:
        return [str(refused)]
    return [] if caddy.formatted(text) == text else ["caddy fmt would write it otherwise"]


DAMAGES = {
    "a misspelt directive": replaced("Caddyfile", b"encode ", b"encoed "),
    "a missing brace": replaced("Caddyfile", b"}\n", b"\n"),
    "a header block that never ends": replaced("Caddyfile", b" {\n", b" {\n{{\n"),
}
