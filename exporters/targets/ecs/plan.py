"""All requests of a topology: which nodes become tasks, and what went into them."""

from dataclasses import dataclass, field

from exporters.targets.ecs.service import requests
from exporters.targets.ecs.task import Request, Told, definition
from exporters.targets.terraform.aws.balancing import targeting_links
from exporters.targets.terraform.aws.tasks import home_cluster, is_sidecar
from exporters.targets.terraform.site import Site
from topologies.graph import Graph, Node
from topologies.kinds.properties import Process

KINDS = frozenset({"ecs-service", "container", "pgbouncer", "scheduled-job", "on-demand-job"})


@dataclass
class Plan:
    """Path -> request, and which elements that took."""

    requests: dict[str, Request] = field(default_factory=dict)
    covered: set[str] = field(default_factory=set)
    skipped: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def tasks(graph: Graph) -> list[Node]:
    """The nodes that ECS runs: containers, services and jobs in an AWS account, on no machine of their own."""
    site = Site(graph)
    found = (node for node in graph.nodes.values() if node.kind in KINDS)
    return [node for node in found if site.provider(node) == "aws"]


def plan(graph: Graph) -> Plan:
    """Everything that the command line has to be told."""
    found, site = Plan(), Site(graph)
    for node in tasks(graph):
        if is_sidecar(node) or not isinstance(node.properties, Process):
            continue
        told = Told()
        found.requests[f"{node.key}/task-definition.json"] = definition(site, node, node.properties, told)
        for name, request in requests(site, node, node.properties, told):
            found.requests[f"{node.key}/{name}"] = request
        _cover(site, node, told, found)
        found.notes.extend(f"{node.key}: {note.removeprefix(f'{node.key}: ')}" for note in told.notes)
    lost = [node for node in tasks(graph) if node.key not in found.covered]
    found.skipped.update({node.key: "it is a sidecar, and no service is linked to it" for node in lost})
    return found


def _cover(site: Site, node: Node, told: Told, found: Plan) -> None:
    for member in told.members:
        found.covered.add(member.key)
        found.covered.update(port.key for port in site.graph.ports_of.get(member.key, ()))
    links = site.graph.links_from.get(node.key, ())
    beside = {member.key for member in told.members[1:]}
    found.covered.update(link.key for link in links if link.target in beside)
    found.covered.update(link.key for link, _ in targeting_links(site, node))
    found.covered.update(group.key for group in site.graph.groups_on.get(node.key, ()))
    attached = (one for one in site.graph.attachments.values() if one.target == node.key)
    found.covered.update(one.key for one in attached)
    if home := home_cluster(site, node):
        found.covered.add(home.key)
