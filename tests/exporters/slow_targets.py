"""Targets whose progress a test decides. A worker loads them through EXPORT_EXTRA_TARGETS."""

import os
import time
from pathlib import Path

from exporters.output import Output, output_of
from exporters.registry import target
from topologies.graph import Graph

SYSTEM = "pipeline-tests"
FILES = {f"part-{number:03}.txt": f"{number}\n" * 50 for number in range(200)}


def only_here(graph: Graph) -> str | None:
    return None if graph.header.system == SYSTEM else "it is for tests of the pipeline"


def folder() -> Path:
    return Path(os.environ["PIPELINE_TEST_FOLDER"])


@target("gated", label="Gated", version=1, judged_by="nobody", supports=only_here)
def gated(graph: Graph) -> Output:
    """Says that it has begun, and ends when the gate is open."""
    (folder() / f"began-{os.getpid()}").touch()
    while not (folder() / "gate").exists():
        time.sleep(0.02)
    return output_of(graph, files={"name": graph.header.slug}, covered=graph.by_key)


@target("many", label="Many", version=1, judged_by="nobody", supports=only_here)
def many(graph: Graph) -> Output:
    """Many files."""
    return output_of(graph, files=FILES, covered=graph.by_key)


@target("broken", label="Broken", version=1, judged_by="nobody", supports=only_here)
def broken(graph: Graph) -> Output:
    """Fails until the gate is open."""
    if not (folder() / "gate").exists():
        raise ZeroDivisionError("nothing to divide by")
    return output_of(graph, files={"name": graph.header.slug}, covered=graph.by_key)
