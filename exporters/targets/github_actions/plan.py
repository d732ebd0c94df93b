"""What is deployed from GitHub, by which way, and what is left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from exporters.targets.terraform.site import Site
from topologies.graph import Graph, Link, Node, Zone
from topologies.kinds import Trait
from topologies.kinds.nodes.ci_pipeline import CiPipeline
from topologies.kinds.nodes.source_host import SourceHost
from topologies.kinds.properties import Compute, Deployment

Way = Literal["ecs", "fleet", "railway", "ssh", "none"]
_ECS = frozenset({"ecs-service", "container"})
_BRANCH = re.compile(r"[A-Za-z0-9._/-]{1,200}")


@dataclass(frozen=True)
class Unit:
    """What one job deploys: nodes of one service. `green` is the other one of a blue and green pair."""

    key: str
    way: Way
    nodes: tuple[Node, ...]
    green: Node | None = None
    region: str = ""

    @property
    def both_colours(self) -> bool:
        """Are there two of it, of which one has the traffic?"""
        return self.green is not None or self.way == "fleet"

    @property
    def compute(self) -> Compute:
        found = self.nodes[0].properties
        return found if isinstance(found, Compute) else Compute()


@dataclass
class Plan:
    """The units by key, the branch, the environments in the order of promotion, and which elements that took."""

    units: list[Unit]
    branch: str
    environments: tuple[str, ...]
    covered: set[str] = field(default_factory=set)
    skipped: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def _github(graph: Graph) -> list[Node]:
    """The nodes that are GitHub, or that nobody says are anything else."""
    nodes = (node for node in graph.nodes.values() if isinstance(node.properties, CiPipeline | SourceHost))
    return [
        node
        for node in nodes
        if not getattr(node.properties, "product", "")
        or "github" in getattr(node.properties, "product", "").casefold()
    ]


def units(graph: Graph) -> list[Unit]:
    """Everything that is deployed from GitHub."""
    if not _github(graph):
        return []
    site = Site(graph)
    found: dict[str, Unit] = {}
    for node in _deployed(graph):
        unit = _unit(site, node)
        if unit.key in found:
            unit = Unit(unit.key, unit.way, (*found[unit.key].nodes, node), unit.green, unit.region)
        found[unit.key] = unit
    greens = {unit.green.key for unit in found.values() if unit.green}
    return [unit for key, unit in sorted(found.items()) if key not in greens]


def _deployed(graph: Graph) -> Iterator[Node]:
    brought = {link.target for link in graph.links.values() if link.role == "deployment"}
    for node in graph.nodes.values():
        if not isinstance(node.properties, Compute) or node.kind in ("scheduled-job", "on-demand-job"):
            continue
        if node.key in brought or node.properties.deployment:
            yield node


def _unit(site: Site, node: Node) -> Unit:
    way, region = _way(site, node), _region(site, node)
    if way == "railway" and node.slot == "blue":
        return Unit(node.key, way, (node,), _green(site.graph, node), region)
    home = site.graph.zones.get(node.zone or "")
    if way == "fleet" and home is not None and home.kind == "group":
        return Unit(home.key, way, (node,), None, region)
    return Unit(node.key, way, (node,), None, region)


def _way(site: Site, node: Node) -> Way:
    provider = site.provider(node)
    compute = node.properties
    if provider == "railway":
        return "railway"
    if provider == "aws" and node.kind in _ECS:
        return "ecs"
    if provider == "aws" and node.kind == "app-server":
        return "fleet"
    steps = isinstance(compute, Compute) and compute.deployment and compute.deployment.steps
    return "ssh" if steps and site.graph.enclosing(node, Trait.HOST) else "none"


def _green(graph: Graph, blue: Node) -> Node | None:
    other = graph.nodes.get(blue.key.replace("blue", "green"))
    return other if other is not None and other.slot == "green" else None


def _region(site: Site, node: Node) -> str:
    zone = site.graph.enclosing(node, Trait.REGION)
    code = str(getattr(zone.properties, "code", "")) if zone else ""
    return code.lower() if re.fullmatch(r"[a-z]{2}(-[a-z]+)+-\d", code.lower()) else ""


def plan(graph: Graph) -> Plan:
    """Everything that the workflow does."""
    hosts, every = _github(graph), units(graph)
    found = Plan([unit for unit in every if unit.way != "none"], "", _environments(graph, hosts))
    found.branch = _branch(hosts, every, found.notes)
    found.covered.update(node.key for node in hosts)
    for unit in every:
        if unit.way == "none":
            found.skipped.update({node.key: "how code gets to it is not stated" for node in unit.nodes})
            continue
        found.covered.update(node.key for node in unit.nodes)
        found.covered.update({unit.green.key} if unit.green else ())
    found.covered.update(link.key for link in graph.links.values() if _brings(graph, found, link))
    found.covered.update(_groups(graph, found))
    return found


def _brings(graph: Graph, found: Plan, link: Link) -> bool:
    ends = (link.source, link.target)
    known = [end in found.covered or graph.nodes[end].kind == "ecr" for end in ends]
    return link.role == "deployment" and all(known)


def _groups(graph: Graph, found: Plan) -> Iterator[str]:
    """The auto scaling groups and the registry that jobs name."""
    for unit in found.units:
        if isinstance(graph.by_key.get(unit.key), Zone):
            yield unit.key
        if unit.way in ("ecs", "fleet"):
            yield from (node.key for node in graph.nodes.values() if node.kind == "ecr")


def _environments(graph: Graph, hosts: list[Node]) -> tuple[str, ...]:
    own = graph.header.environment if graph.header.environment != "other" else graph.header.slug
    stated = next((node.properties for node in hosts if isinstance(node.properties, CiPipeline)), None)
    before = stated.environments if stated and own in stated.environments else ()
    return (*before[: before.index(own)], own) if before else (own,)


def _branch(hosts: list[Node], every: list[Unit], notes: list[str]) -> str:
    deployments: list[Deployment] = [unit.compute.deployment for unit in every if unit.compute.deployment]
    stated = [one.branch for one in deployments if one.branch]
    for node in hosts:
        stated.extend(node.properties.branches if isinstance(node.properties, SourceHost) else ())
    for branch in stated:
        if _BRANCH.fullmatch(branch):
            return branch
        notes.append(f"{branch!r} is no name of a branch")
    notes.append("the branch that is deployed is not stated: `main` is written")
    return "main"
