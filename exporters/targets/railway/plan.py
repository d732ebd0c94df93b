"""All services of Railway in a topology, what switches between them, and what is left out."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from exporters.targets.railway.service import Config, service
from topologies.graph import Graph, Link, Node
from topologies.kinds import Trait
from topologies.kinds.properties import Compute, Site
from topologies.kinds.zones.provider import Provider

_ADDRESS = {"railway-postgresql": "DATABASE_URL", "railway-redis": "REDIS_URL"}


@dataclass
class Plan:
    """The configuration of every service by key, and which elements that took."""

    services: dict[str, Config] = field(default_factory=dict)
    covered: set[str] = field(default_factory=set)
    skipped: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def services(graph: Graph) -> list[Node]:
    """The nodes that Railway builds from a repository and runs."""
    built = (node for node in graph.nodes.values() if isinstance(node.properties, Compute | Site))
    return [
        node
        for node in built
        if _provider(graph, node) == "railway" and not getattr(node.properties, "image", "")
    ]


def _provider(graph: Graph, node: Node) -> str:
    account = graph.enclosing(node, Trait.PROVIDER)
    return account.properties.provider if account and isinstance(account.properties, Provider) else ""


def plan(graph: Graph) -> Plan:
    """Everything that Railway has to be told in files."""
    found = Plan()
    for node in services(graph):
        notes: list[str] = []
        found.services[node.key] = service(graph, node, notes)
        found.covered.add(node.key)
        notes.extend(_variables(graph, node))
        notes.extend(_switch(graph, node, found))
        found.notes.extend(f"{node.key}: {note}" for note in notes)
    found.skipped.update(_left(graph, found))
    return found


def _variables(graph: Graph, node: Node) -> Iterator[str]:
    """What the service's own variables have to hold."""
    ports = graph.ports_of.get(node.key, ())
    if len(ports) == 1 and isinstance(node.properties, Compute):
        yield f"set its variable PORT to {ports[0].number}"
    if isinstance(node.properties, Compute):
        if node.properties.environment:
            yield f"set its variables {', '.join(sorted(node.properties.environment))}"
        if node.properties.secrets:
            yield f"set and seal its secrets {', '.join(sorted(node.properties.secrets))}"
    stores = {link.target: graph.nodes[link.target].kind for link in graph.links_from.get(node.key, ())}
    for key, kind in sorted(stores.items()):
        if name := _ADDRESS.get(kind):
            yield f"its variable {name} is the reference ${{{{{key}.{name}}}}}"


def _switch(graph: Graph, node: Node, found: Plan) -> Iterator[str]:
    """What a slot gets of the traffic, and who moves it."""
    weighted = [link for link in graph.links_to.get(node.key, ()) if _weighted(graph, link)]
    for link in weighted:
        found.skipped[link.key] = "Railway shares traffic by no weights: the domain is on one slot at a time"
    if node.slot and weighted:
        share = max(link.weight for link in weighted if link.weight is not None)
        place = "has the domain" if share else "stands by without a domain"
        yield f"the {node.slot} slot {place}; after a healthy deployment move the domain to the other slot"
    deployment = node.properties.deployment if isinstance(node.properties, Compute) else None
    if node.slot and deployment and deployment.rollback_window_seconds:
        yield f"keep it running for {deployment.rollback_window_seconds:g} seconds after a switch, to switch back"


def _weighted(graph: Graph, link: Link) -> bool:
    return link.weight is not None and graph.kind(graph.nodes[link.source]).has(Trait.BALANCER)


def _left(graph: Graph, found: Plan) -> Iterator[tuple[str, str]]:
    for node in graph.nodes.values():
        if node.key in found.covered or _provider(graph, node) != "railway":
            continue
        if node.kind == "file-store":
            yield node.key, "a volume is added in the settings of the service that writes to it"
        elif graph.kind(node).has(Trait.DATA):
            yield node.key, "Railway starts it from a template of its own and reads no railway.json for it"
        elif getattr(node.properties, "image", ""):
            yield (
                node.key,
                "it is deployed as an image, and Railway reads railway.json from repositories alone",
            )
