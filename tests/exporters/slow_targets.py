"""Targets whose progress a test decides. A worker loads them through EXPORT_EXTRA_TARGETS."""

import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from exporters.output import Output, output_of
from exporters.registry import target
from topologies.graph import Graph

SYSTEM = "pipeline-tests"
FILES = {f"part-{number:03}.txt": f"{number}\n" * 50 for number in range(200)}


class Slowly(Mapping[str, bytes]):
    """Files, each of which takes a moment to read."""

    def __iter__(self) -> Iterator[str]:
        return iter(FILES)

    def __len__(self) -> int:
        return len(FILES)

    def __getitem__(self, path: str) -> bytes:
        time.sleep(0.002)
        return FILES[path].encode()


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
    """Many files, and a while in which they are stored."""
    return Output(Slowly(), frozenset(graph.by_key), {})


@target("broken", label="Broken", version=1, judged_by="nobody", supports=only_here)
def broken(graph: Graph) -> Output:
    """Fails until the gate is open."""
    if not (folder() / "gate").exists():
        raise ZeroDivisionError("nothing to divide by")
    return output_of(graph, files={"name": graph.header.slug}, covered=graph.by_key)
