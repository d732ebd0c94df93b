"""The router and the network, which come with a project: names, and nothing else to create."""

from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Parts, Skipped, covered, note
from exporters.targets.terraform.railway.services import public_names
from exporters.targets.terraform.site import Site, typed
from topologies.graph import Link, Node, Peering, Replication, Zone
from topologies.kinds.nodes.railway_router import RailwayRouter

_SERVICES = ("container", "app-server", "static-site")


@builds("railway", "railway-router")
def router(site: Site, node: Node) -> Parts:
    """Names for the services that get traffic now; the standby slot gets them when slots are switched."""
    properties = typed(node, RailwayRouter)
    behind = _behind(site, node)
    serving = {link.target: link for link in behind if link.weight != 0}
    left = list(serving)[1:] if properties.domains else []
    for key in left:
        yield Skipped(
            serving.pop(key).key, f"a name belongs to one service, and {next(iter(serving))} has it"
        )
    for key in serving:
        service = site.graph.nodes[key]
        yield from public_names(site, node, service, properties.domains)
    if not serving:
        yield Skipped(node.key, "no service of Railway that serves is linked to it")
        return
    if len(serving) > 1:
        yield note(node, f"a name belongs to one service, so {', '.join(serving)} have one each")
    for link in behind:
        if link.weight == 0:
            yield Skipped(link.key, f"{link.target} stands by, and gets no name until slots are switched")
    yield covered(node, *site.graph.ports_of.get(node.key, ()), *serving.values())


def _behind(site: Site, node: Node) -> list[Link]:
    links = (link for link in site.graph.links_from.get(node.key, ()) if link.role == "traffic")
    nodes = site.graph.nodes
    return [
        link
        for link in links
        if nodes[link.target].kind in _SERVICES and site.provider(nodes[link.target]) == "railway"
    ]


@builds("railway", "network")
def network(site: Site, zone: Zone) -> Parts:
    yield Skipped(zone.key, "every environment of a project has its private network; nothing creates it")


@builds("railway", "peerings")
def peering(site: Site, one: Peering) -> Parts:
    yield Skipped(one.key, "one private network joins all regions of an environment")


@builds("railway", "replications")
def replication(site: Site, one: Replication) -> Parts:
    yield Skipped(one.key, "Railway copies nothing from service to service; the databases must be set up to")


@builds("railway", "file-store")
def file_store(site: Site, node: Node) -> Parts:
    yield Skipped(
        node.key, "a volume of Railway belongs to one service, and the design does not say to which"
    )
