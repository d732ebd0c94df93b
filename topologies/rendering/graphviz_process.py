"""Runs Graphviz in a process of its own, with a time limit, so that its failures stay outside."""

import json
import os
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

SETTING = "GROUNDPLAN_DOT"
SECONDS = 8.0


class DotError(RuntimeError):
    """dot is missing, refused the graph, crashed or took too long."""


def program() -> list[str]:
    """The command: what GROUNDPLAN_DOT names, else the binary of the graphviz-pure package, else dot on PATH."""
    packaged = Path(sysconfig.get_path("scripts")) / "graphviz-pure"
    named = os.environ.get(SETTING) or (str(packaged) if packaged.exists() else shutil.which("dot"))
    if not named:
        raise DotError(f"there is no Graphviz: install graphviz-pure, or name a dot in {SETTING}")
    return [named, "-Kdot"]


def layout(source: str, seconds: float = SECONDS) -> dict[str, Any]:
    """The graph of this DOT source with the coordinates that dot gave it.

    Raises:
        DotError: there is no answer within this time.
    """
    output = _run([*program(), "-Tjson0"], source, seconds)
    try:
        found: dict[str, Any] = json.loads(output)
    except ValueError as error:
        raise DotError(f"dot wrote no JSON: {error}") from None
    return found


def _run(command: list[str], source: str, seconds: float) -> bytes:
    try:
        done = subprocess.run(
            command, input=source.encode(), capture_output=True, timeout=seconds, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DotError(str(error)) from None
    if done.returncode != 0:
        raise DotError(done.stderr.decode(errors="replace")[:500] or f"dot ended with {done.returncode}")
    return done.stdout
