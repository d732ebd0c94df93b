"""All services of a compose file: which nodes they are, who waits for whom, and what is left out."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import networkx as nx

from exporters.targets.compose.service import Config, Said, engine, folders, service
from topologies.graph import Graph, Link, Node
from topologies.kinds import Trait
from topologies.kinds.properties import Process


@dataclass
class Plan:
    """The services by key, what they share, and which elements that took."""

    services: dict[str, Config] = field(default_factory=dict)
    volumes: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    covered: set[str] = field(default_factory=set)
    skipped: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def runs(graph: Graph, node: Node) -> bool:
    """Is the node something that a container on this machine can be?"""
    kind = graph.kind(node)
    if kind.has(Trait.EXTERNAL) or kind.slug == "upstash-redis":
        return False
    return bool(engine(node) or kind.has(Trait.COMPUTE) or getattr(node.properties, "image", ""))


def plan(graph: Graph) -> Plan:
    """What the compose file of this topology holds."""
    found = Plan()
    taken: set[tuple[int, str]] = set()
    volumes: set[str] = set()
    secrets: set[str] = set()
    for node in graph.nodes.values():
        if not runs(graph, node):
            continue
        said = Said()
        found.services[node.key] = service(graph, node, said, taken)
        volumes.update(said.volumes)
        secrets.update(said.secrets)
        found.covered.update(_parts(graph, node))
        found.notes.extend(f"{node.key}: {note}" for note in [*said.notes, *_kept(graph, node)])
    found.volumes, found.secrets = tuple(sorted(volumes)), tuple(sorted(secrets))
    _order(graph, found)
    found.skipped.update(_elsewhere(graph, found))
    return found


def _parts(graph: Graph, node: Node) -> Iterator[str]:
    yield node.key
    yield from (port.key for port in graph.ports_of.get(node.key, ()))
    stores = {store.key for store in folders(graph, node)}
    yield from stores
    yield from (link.key for link in graph.links_from.get(node.key, ()) if link.target in stores)


def _kept(graph: Graph, node: Node) -> Iterator[str]:
    volumes = node.properties.volumes if isinstance(node.properties, Process) else ()
    if graph.kind(node).has(Trait.DATA) and not volumes:
        yield "it has no volume, so its data is gone with its container"
    if graph.kind(node).provider and engine(node):
        yield f"the official image stands in for {graph.kind(node).label}"


def _order(graph: Graph, found: Plan) -> None:
    """A service waits for those it calls; a ring of calls is cut where it would close."""
    waits: nx.DiGraph[str] = nx.DiGraph()
    waits.add_nodes_from(found.services)
    for link in _between(graph, found):
        if link.source == link.target or nx.has_path(waits, link.target, link.source):
            found.skipped[link.key] = "it would close a ring of services that wait for each other"
            continue
        waits.add_edge(link.source, link.target)
        healthy = "healthcheck" in found.services[link.target]
        depends = found.services[link.source].setdefault("depends_on", {})
        depends[link.target] = {"condition": "service_healthy" if healthy else "service_started"}
        found.covered.add(link.key)


def _between(graph: Graph, found: Plan) -> Iterator[Link]:
    for link in graph.links.values():
        if link.source in found.services and link.target in found.services:
            yield link


def _elsewhere(graph: Graph, found: Plan) -> Iterator[tuple[str, str]]:
    for node in graph.nodes.values():
        if node.key not in found.covered and graph.kind(node).has(Trait.MANAGED):
            yield node.key, "its provider runs it elsewhere; give the application its address"
