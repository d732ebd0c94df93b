"""Runs Graphviz in a process of its own, with a time limit, so that its failures stay outside."""

import json
import os
import resource
import shutil
import subprocess
import sysconfig
from math import ceil
from pathlib import Path
from typing import Any

SETTING = "GROUNDPLAN_DOT"
SECONDS = 8.0  # of processor time
PATIENCE = 8  # of the clock, in times that


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
        DotError: there is no answer within this time on the processor.
    """
    output = _run([*program(), "-Tjson0"], source, seconds)
    try:
        found: dict[str, Any] = json.loads(output)
    except ValueError as error:
        raise DotError(f"dot wrote no JSON: {error}") from None
    return found


def _run(command: list[str], source: str, seconds: float) -> bytes:
    pipe = subprocess.PIPE
    try:
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:
            output, said = _answer(process, source, seconds)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DotError(str(error)) from None
    if process.returncode != 0:
        raise DotError(said.decode(errors="replace")[:500] or f"dot ended with {process.returncode}")
    return output


def _answer(process: subprocess.Popen[bytes], source: str, seconds: float) -> tuple[bytes, bytes]:
    """Held by its own time on the processor, so that a busy machine draws the same picture as an idle one."""
    limit = ceil(seconds)
    try:
        if hasattr(resource, "prlimit"):  # Linux; elsewhere the clock alone
            resource.prlimit(process.pid, resource.RLIMIT_CPU, (limit, limit))
        return process.communicate(source.encode(), timeout=seconds * PATIENCE)
    except (OSError, subprocess.TimeoutExpired):
        process.kill()
        raise
