"""What generating Terraform costs: beside the text alone, beside `terraform validate` on the same files, in memory."""

import json
import math
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from subprocess import run

from benchmarks.estate import estate
from benchmarks.timing import Row, best_of
from exporters.registry import find_target
from topologies import documents
from topologies.graph import Graph

SMALL, LARGE = 1_000, 10_000
# Asked of the kernel by hand: what `getrusage` says of a child begins with what its parent held when it was started.
_ALONE = """
import re
from pathlib import Path
import django
django.setup()
from benchmarks.estate import estate
from exporters.registry import find_target
from topologies import documents
find_target("terraform").generate(documents.parse(estate({nodes})))
print(int(re.search(r"VmHWM:\\s+([0-9]+) kB", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def rows() -> Iterator[Row | str]:
    small, large = (_terraform(documents.parse(estate(nodes)), nodes) for nodes in (SMALL, LARGE))
    yield small
    yield large
    exponent = math.log(large.ours / small.ours) / math.log(LARGE / SMALL)
    yield f"Terraform bundle, growth exponent {SMALL} to {LARGE} nodes: {exponent:.2f}"
    yield f"Terraform bundle, {LARGE} nodes in a process of its own: {_megabytes(LARGE)} MB resident at most"
    yield from _validated(documents.parse(estate(SMALL)))


def _terraform(graph: Graph, nodes: int) -> Row:
    """Generation against writing the finished text once more as JSON strings: what any writer must at least do."""
    target = find_target("terraform")
    texts = {path: content.decode() for path, content in target.generate(graph).files.items()}
    ours = best_of(lambda: target.generate(graph))
    theirs = best_of(lambda: json.dumps(texts))
    return Row("Terraform bundle", nodes, ours, "json.dumps of the files", theirs, f"{len(texts)} files")


def _megabytes(nodes: int) -> int:
    """With Django, the document and the graph."""
    done = run([sys.executable, "-c", _ALONE.format(nodes=nodes)], capture_output=True, text=True, check=True)
    return int(done.stdout)


def _validated(graph: Graph) -> Iterator[Row | str]:
    """Beside `terraform validate` on the same files: with AWS's own provider where this machine has it, and with one
    that knows its schemas only."""
    from tests.support import terraform
    from tests.support.schema_provider import serving

    files = find_target("terraform").generate(graph).files
    ours = best_of(lambda: find_target("terraform").generate(graph), clock=time.perf_counter)
    plugins = terraform.plugin_folder("aws")
    with tempfile.TemporaryDirectory() as name:
        folder = terraform.written(files, Path(name))
        if plugins is None:
            yield "AWS's own provider is not on this machine"
        else:
            yield _judged(ours, "AWS's own provider", folder, {}, plugins)
    with tempfile.TemporaryDirectory() as name:
        folder = terraform.written(files, Path(name))
        with serving(folder, "aws") as providers:
            yield _judged(
                ours, "a provider of schemas only", folder, {"TF_REATTACH_PROVIDERS": providers}, None
            )


def _judged(ours: float, who: str, folder: Path, env: Mapping[str, str], plugins: Path | None) -> Row | str:
    from tests.support import terraform

    where = [f"-plugin-dir={plugins}"] if plugins else []
    init = terraform.run("init", "-input=false", "-backend=false", *where, folder=folder, env=env)
    if init.returncode:
        return f"terraform init does not take the bundle with {who}: {init.stderr[:200]}"
    start = time.perf_counter()
    done = terraform.run("validate", "-json", folder=folder, env=env)
    theirs = time.perf_counter() - start
    note = f"{who}: {'valid' if done.returncode == 0 else 'NOT VALID'}"
    return Row("Terraform bundle", SMALL, ours, "terraform validate", theirs, note)
