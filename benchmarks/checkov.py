"""Checkov beside the rules: both judge one topology, ours as drawn, theirs as the Terraform that is generated from it.

Checkov pins an old networkx, so it lives in a virtual environment of its own, made on demand from the package index.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import DEVNULL, CalledProcessError, TimeoutExpired, run

from benchmarks.estate import estate
from benchmarks.timing import best_of
from exporters.registry import find_target
from topologies import documents
from topologies.graph import Graph
from topologies.validation import check

VERSION = "3.3.30"
HOME = Path(__file__).parent.parent / ".groundplan" / f"checkov-{VERSION}"
NODES = 160
INSTALL_SECONDS, RUN_SECONDS = 900, 600


def lines() -> Iterator[str]:
    """One line for the table, or why there is none."""
    try:
        program = _installed()
        resources, theirs = _timed(program, documents.parse(estate(NODES)))
    except (OSError, CalledProcessError, TimeoutExpired, ValueError) as error:
        yield f"Checkov {VERSION} is absent here, so nothing stands beside it: {type(error).__name__}"
        return
    fresh = iter([documents.parse(estate(NODES)) for _ in range(3)])
    ours = best_of(lambda: check(next(fresh)))
    yield (
        f"resources checked a second, {resources} resources of {NODES} nodes: ours {resources / ours:,.0f}, "
        f"Checkov {VERSION} {resources / theirs:,.0f}, ours / theirs {theirs / ours:,.0f} x"
    )


def _installed() -> Path:
    program = HOME / "bin" / "checkov"
    if not program.exists():
        run([sys.executable, "-m", "venv", HOME], check=True, timeout=INSTALL_SECONDS)
        wanted: list[str | Path] = [
            HOME / "bin" / "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            f"checkov=={VERSION}",
        ]
        run(wanted, check=True, timeout=INSTALL_SECONDS, stdout=DEVNULL, stderr=DEVNULL)
    return program


def _timed(program: Path, graph: Graph) -> tuple[int, float]:
    """Resources and seconds, with the start of its process, which every use of it pays."""
    with tempfile.TemporaryDirectory(prefix="groundplan-checkov-") as folder:
        for path, content in find_target("terraform").generate(graph).files.items():
            place = Path(folder) / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.encode() if isinstance(content, str) else content)
        command: list[str | Path] = [
            program,
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
