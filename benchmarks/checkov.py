"""Checkov beside the rules: both judge one topology, ours as drawn, theirs as the Terraform that is generated from it.

Checkov pins an old networkx, so it lives in a virtual environment of its own: that of `make policy`.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import run

from benchmarks.estate import estate
from benchmarks.timing import best_of
from exporters.registry import find_target
from topologies import documents
from topologies.graph import Graph
from topologies.validation import check

PROGRAM = Path(sys.prefix) / "policy" / "bin" / "checkov"
NODES = 160
RUN_SECONDS = 600


def lines() -> Iterator[str]:
    """One line for the table, or why there is none."""
    if not PROGRAM.exists():
        yield "Checkov is not here, so nothing stands beside it: `make policy` installs it"
        return
    resources, theirs = _timed(documents.parse(estate(NODES)))
    fresh = iter([documents.parse(estate(NODES)) for _ in range(3)])
    ours = best_of(lambda: check(next(fresh)), clock=time.perf_counter)
    yield (
        f"resources checked a second, {resources} resources of {NODES} nodes: ours {resources / ours:,.0f}, "
        f"Checkov {resources / theirs:,.0f}, ours / theirs {theirs / ours:,.0f} x"
    )


def _timed(graph: Graph) -> tuple[int, float]:
    """Resources and seconds, with the start of its process, which every use of it pays."""
    with tempfile.TemporaryDirectory(prefix="groundplan-checkov-") as folder:
        for path, content in find_target("terraform").generate(graph).files.items():
            place = Path(folder) / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.encode() if isinstance(content, str) else content)
        command: list[str | Path] = [
            PROGRAM,
            "--directory",
            folder,
            "--framework",
            "terraform",
            "--output",
            "json",
            "--skip-download",
        ]
        own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DJANGO"))}
        start = time.perf_counter()
        done = run(command, capture_output=True, check=False, timeout=RUN_SECONDS, cwd=folder, env=own)
        seconds = time.perf_counter() - start
    summary = json.loads(done.stdout)["summary"]
    return int(summary["resource_count"]), seconds
