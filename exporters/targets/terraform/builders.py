"""The builders: one for each provider and kind of node or zone, or section of other elements; each file is found here.

@builds("aws", "alb")
def alb(site: Site, node: Node) -> Parts: ...
"""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Any

from exporters.targets.terraform.parts import Parts
from exporters.targets.terraform.providers import PROVIDERS
from topologies.graph import Element, Node, Zone

Builder = Callable[..., Parts]  # (site, element of the declared kind)
Maker = Callable[..., Parts]  # (site, key of a place)

_BUILDERS: dict[tuple[str, str], Builder] = {}
_MAKERS: dict[str, Maker] = {}


def builds(provider: str, *kinds: str) -> Callable[[Builder], Builder]:
    """Register the function for these kinds, or sections where elements have no kind.

    Raises:
        ValueError: another builder has the kind already.
    """

    def register(builder: Builder) -> Builder:
        for kind in kinds:
            if (provider, kind) in _BUILDERS:
                raise ValueError(f"{provider} {kind} has two builders")
            _BUILDERS[provider, kind] = builder
        return builder

    return register


def makes(need: str) -> Callable[[Maker], Maker]:
    """Register the function for what several elements of one place share; `parts.Shared` asks for it."""

    def register(one: Maker) -> Maker:
        _MAKERS[need] = one
        return one

    return register


def maker(need: str) -> Maker:
    """Who makes what a place shares."""
    return _MAKERS[need]


def subject(element: Element) -> str:
    """What a builder is registered for: the kind, or the section where elements have none."""
    return element.kind if isinstance(element, Node | Zone) else element.section


@cache
def builders() -> Mapping[tuple[str, str], Builder]:
    """Every builder by provider and kind, sorted."""
    for provider in PROVIDERS.values():
        package: Any = import_module(f"exporters.targets.terraform.{provider.name}")
        for module in sorted(iter_modules(package.__path__), key=lambda found: found.name):
            import_module(f"{package.__name__}.{module.name}")
    return MappingProxyType(dict(sorted(_BUILDERS.items())))
