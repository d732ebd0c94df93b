"""Topologies put beside each other: they share accounts, regions, users and outside systems, and nothing else."""

from typing import Any

from topologies.documents import dump, parse
from topologies.graph import SECTIONS, Graph
from topologies.kinds import Trait, node_kind, zone_kind

SHARED = {Trait.PROVIDER, Trait.REGION, Trait.INTERNET, Trait.EXTERNAL}


def beside(*graphs: Graph) -> Graph:
    """One topology of several, with the header of the first; keys are told apart by a number."""
    document: dict[str, Any] = dump(graphs[0])
    whole = {"format": document["format"], "topology": document["topology"]}
    for number, graph in enumerate(graphs):
        names = {
            one.key: one.key if _is_shared(graph, one.key) else f"{one.key}-{number}"
            for one in graph.elements()
        }
        for section in SECTIONS:
            for key, fields in dump(graph).get(section, {}).items():
                whole.setdefault(section, {}).setdefault(names[key], _renamed(section, fields, names))
    return parse(whole)


def _is_shared(graph: Graph, key: str) -> bool:
    if key in graph.zones:
        return bool(zone_kind(graph.zones[key].kind).traits & SHARED)
    return key in graph.nodes and bool(node_kind(graph.nodes[key].kind).traits & SHARED)


def _renamed(section: str, fields: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    references = SECTIONS[section].references()
    return {name: names[value] if name in references else value for name, value in fields.items()}
