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
from topologies.graph import Element, Node, Zone

PROVIDERS = ("aws", "digitalocean")
Builder = Callable[..., Parts]  # (site, element of the declared kind)

_BUILDERS: dict[tuple[str, str], Builder] = {}


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


def subject(element: Element) -> str:
    """What a builder is registered for: the kind, or the section where elements have none."""
    return element.kind if isinstance(element, Node | Zone) else element.section


@cache
def builders() -> Mapping[tuple[str, str], Builder]:
    """Every builder by provider and kind, sorted."""
    for provider in PROVIDERS:
        package: Any = import_module(f"exporters.targets.terraform.{provider}")
        for module in sorted(iter_modules(package.__path__), key=lambda found: found.name):
            import_module(f"{package.__name__}.{module.name}")
    return MappingProxyType(dict(sorted(_BUILDERS.items())))
