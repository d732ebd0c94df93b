"""The targets: each is a folder under targets/, found here, listed in sorted order. Pure: knows no Django.

    @target("caddyfile", label="Caddyfile", version=1, judged_by="caddy adapt", supports=supports)
    def generate(graph: Graph) -> Output:
        '''What the target writes; the page that people read.'''

Raise `version` whenever the same graph would give other bytes: bundles are kept by revision, target and version.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from inspect import cleandoc
from pkgutil import iter_modules
from types import MappingProxyType

from exporters.output import Output
from topologies.graph import Graph
from topologies.scalars import KEY_PATTERN

Generate = Callable[[Graph], Output]
Supports = Callable[[Graph], str | None]
Files = Mapping[str, bytes]
Follow = Callable[[Files, Files], Mapping[str, str]]


class UnsupportedError(ValueError):
    """The target makes no sense for the topology; the message says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """A generator of configuration.

    `supports` gives the reason why the target makes no sense for a topology, or None where it does. `judged_by` names
    the program that must accept the files. `page` is Markdown: its first paragraph says what the target writes.
    `follow` compares the files of the bundle before with those of now, and answers the files that tell a consumer of
    both how to get from one to the other. What is `slow` takes seconds: whoever waits for files gets these last.
    """

    slug: str
    label: str
    version: int
    judged_by: str
    page: str
    supports: Supports
    make: Generate
    follow: Follow | None = None
    slow: bool = False

    @property
    def summary(self) -> str:
        return self.page.split("\n\n")[0].replace("\n", " ")

    def generate(self, graph: Graph, before: Files | None = None) -> Output:
        """The files for this topology, after those of the bundle before it; every element is covered or skipped.

        Raises:
            UnsupportedError: the target makes no sense for the topology.
            ValueError: the generator forgot an element.
        """
        if reason := self.supports(graph):
            raise UnsupportedError(f"{self.label}: {reason}")
        output = self.make(graph)
        if forgotten := sorted(graph.by_key.keys() - output.covered - output.skipped.keys()):
            raise ValueError(f"{self.slug} neither covers nor skips {', '.join(forgotten[:10])}")
        return (
            output
            if before is None or self.follow is None
            else output.with_files(self.follow(before, output.files))
        )


_TARGETS: dict[str, Target] = {}


def target(
    slug: str,
    *,
    label: str,
    version: int,
    judged_by: str,
    supports: Supports,
    follow: Follow | None = None,
    slow: bool = False,
) -> Callable[[Generate], Generate]:
    """Register the generate function under it. Its docstring is the target's page."""

    def register(make: Generate) -> Generate:
        page = cleandoc(make.__doc__ or "")
        if fault := _fault(slug, version, page):
            raise ValueError(f"target {slug} {fault}")
        _TARGETS[slug] = Target(slug, label, version, judged_by, page, supports, make, follow, slow)
        return make

    return register


def _fault(slug: str, version: int, page: str) -> str | None:
    if slug in _TARGETS:
        return "is declared twice"
    if not re.fullmatch(KEY_PATTERN, slug):
        return "has a slug that no address can hold"
    if version < 1:
        return "has a version below 1"
    return None if page else "has no docstring, and that is its page"


@cache
def _discover() -> None:
    package = import_module("exporters.targets")
    for module in sorted(iter_modules(package.__path__), key=lambda found: found.name):
        import_module(f"exporters.targets.{module.name}")


def targets() -> Mapping[str, Target]:
    """Every target by slug, sorted."""
    _discover()
    return MappingProxyType(dict(sorted(_TARGETS.items())))


def find_target(slug: str) -> Target:
    """The target of this slug.

    Raises:
        ValueError: there is none.
    """
    try:
        return targets()[slug]
    except KeyError:
        raise ValueError(f"there is no target {slug!r}; the targets are {', '.join(targets())}") from None


def targets_for(graph: Graph) -> tuple[Target, ...]:
    """The targets that make sense for this topology."""
    return tuple(found for found in targets().values() if found.supports(graph) is None)
