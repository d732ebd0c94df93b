"""Finds the declarations and answers by slug, in sorted order."""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import NoReturn

from topologies.kinds.declare import NODE_KINDS, ZONE_KINDS, Kind


def _discover(package_name: str, table: dict[str, Kind]) -> Mapping[str, Kind]:
    package = import_module(package_name)
    for module in sorted(iter_modules(package.__path__), key=lambda found: found.name):
        import_module(f"{package_name}.{module.name}")
    return MappingProxyType(dict(sorted(table.items())))


@cache
def node_kinds() -> Mapping[str, Kind]:
    """Every node kind by slug."""
    return _discover("topologies.kinds.nodes", NODE_KINDS)


@cache
def zone_kinds() -> Mapping[str, Kind]:
    """Every zone kind by slug."""
    return _discover("topologies.kinds.zones", ZONE_KINDS)


@cache
def node_kind(slug: str) -> Kind:
    """The node kind of this slug; ValueError says which kinds there are near it."""
    return node_kinds().get(slug) or _refuse(node_kinds(), slug, "node")


@cache
def zone_kind(slug: str) -> Kind:
    """The zone kind of this slug; ValueError says which kinds there are near it."""
    return zone_kinds().get(slug) or _refuse(zone_kinds(), slug, "zone")


def _refuse(kinds: Mapping[str, Kind], slug: str, what: str) -> NoReturn:
    raise ValueError(f"there is no {what} kind {slug!r}{_suggestion(kinds, slug)}")


def _suggestion(kinds: Mapping[str, Kind], slug: str) -> str:
    near = get_close_matches(slug, kinds, n=3)
    return f"; did you mean {', '.join(near)}?" if near else ""
