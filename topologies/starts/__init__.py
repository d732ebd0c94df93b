"""Designs to start from, as data: one `<slug>.yaml` a template, in the form of `topologies.examples.friendly`.

Files are discovered, so a new template is a new file. Their order in the choice is that of ORDER, then by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from topologies.documents import parse
from topologies.examples import friendly
from topologies.graph import Graph

HOME = Path(__file__).parent
ORDER = ("three-tier", "single-host", "static-and-api", "blue-green", "active-active")


@dataclass(frozen=True, slots=True)
class Start:
    """One template: what it is called, what it is for, and its elements."""

    label: str
    summary: str
    graph: Graph

    @property
    def size(self) -> str:
        return f"{len(self.graph.nodes)} nodes, {len(self.graph.zones)} zones, {len(self.graph.links)} links"


@cache
def starts() -> Mapping[str, Start]:
    """Every template by slug. Raises Faults where one is damaged."""
    slugs = {path.stem for path in HOME.glob("*.yaml")}
    order = [*(slug for slug in ORDER if slug in slugs), *sorted(slugs.difference(ORDER))]
    return MappingProxyType({slug: _start(slug) for slug in order})


def _start(slug: str) -> Start:
    text = (HOME / f"{slug}.yaml").read_bytes()
    graph = parse(friendly.loads(text, system="template", slug=slug))
    return Start(graph.header.label, graph.header.summary, graph)
