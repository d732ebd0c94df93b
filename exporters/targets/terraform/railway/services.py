"""The team's own services."""

from exporters.formats.hcl import Reference, Value, attributes
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Export, Parts, Skipped, covered, note
from exporters.targets.terraform.railway.connections import connections
from exporters.targets.terraform.railway.support import (
    environment_id,
    project_id,
    regions,
    service_id,
    settings,
)
from exporters.targets.terraform.repositories import branch, deployments, repository, source
from exporters.targets.terraform.site import Site, asked, typed
from topologies.graph import Link, Node
from topologies.kinds.nodes.static_site import StaticSite
from topologies.kinds.properties import Compute

_DEPLOYS = "health check and restarts are settings of a deployment: see railway.json of target railway"


@builds("railway", "container", "app-server")
def service(site: Site, node: Node) -> Parts:
    properties = typed(node, Compute)
    body = attributes(
        name=node.key,
        project_id=project_id(site, node),
        **_origin(site, node, properties),
        regions=regions(site, node),
        volume=_volume(node, properties),
    )
    yield site.resource(node, "railway_service", *body)
    wired = connections(site, node)
    secrets = {name: _secret(node, name) for name in properties.secrets}
    yield from settings(site, node, {**dict(properties.environment), **secrets, **wired.values})
    visited = _visits(site, node)
    if visited:
        yield from public_names(site, node, node, ())
    ports = site.graph.ports_of.get(node.key, ())
    yield covered(node, *ports, *wired.links, *visited, *deployments(site, node))
    for link in wired.barred:
        yield Skipped(link.key, "AWS lets in what stands elsewhere by keys, and no file may hold those")
    yield from _remarks(node, properties)


def _visits(site: Site, node: Node) -> list[Link]:
    """The links by which the internet comes to it without a router."""
    links = site.graph.links_to.get(node.key, ())
    return [
        link for link in links if site.graph.nodes[link.source].kind == "users" and link.role == "traffic"
    ]


def _origin(site: Site, node: Node, properties: Compute) -> dict[str, Value]:
    """Code that is pushed, or an image. A slot that nothing deploys to keeps the image that it has."""
    if properties.image:
        return {"source_image": properties.image}
    found = source(site, node)
    if found is None and node.slot:
        return {
            "source_image": asked(
                node, "image", "Image of the release that stays while the other slot is deployed to"
            )
        }
    stated = properties.deployment.branch if properties.deployment else ""
    return {
        "source_repo": repository(node, found),
        "source_repo_branch": branch(node, found, stated),
    }


def _volume(node: Node, properties: Compute) -> Value:
    paths = [path for path in properties.volumes if path.startswith("/")]
    return {"name": f"{node.key}-data", "mount_path": paths[0]} if paths else None


def _secret(node: Node, name: str) -> Value:
    what = "Value of each secret, by its name in the design"
    return asked(node, "secrets", what, "map(string)", secret=True, key=name)


def _remarks(node: Node, properties: Compute) -> Parts:
    if properties.health_check or properties.restart_policy:
        yield note(node, _DEPLOYS)
    if node.max_instances > node.min_instances:
        yield note(node, f"Railway adds no replicas by itself; it runs {node.min_instances}")
    if len(properties.volumes) > 1:
        yield note(node, "a service of Railway has one volume; the first path is written")


@builds("railway", "static-site")
def static_site(site: Site, node: Node) -> Parts:
    properties = typed(node, StaticSite)
    found = source(site, node)
    body = attributes(
        name=node.key,
        project_id=project_id(site, node),
        source_repo=repository(node, found, properties.repository),
        source_repo_branch=branch(node, found, properties.branch),
        root_directory=properties.root_directory.strip("/") or None,
        regions=regions(site, node),
    )
    yield site.resource(node, "railway_service", *body)
    yield from settings(site, node, dict(properties.environment))
    yield from public_names(site, node, node, properties.domains)
    visited = _visits(site, node)
    yield covered(node, *site.graph.ports_of.get(node.key, ()), *visited, *deployments(site, node))


def public_names(site: Site, owner: Node, node: Node, domains: tuple[str, ...]) -> Parts:
    """The names under which the internet finds a service: its own, else one below up.railway.app."""
    service = attributes(environment_id=environment_id(site, owner), service_id=service_id(node))
    beside = "" if owner is node else f"_{node.key}"
    for number, domain in enumerate(domains, 1):
        body = attributes(domain=domain)
        yield site.resource(owner, "railway_custom_domain", *body, *service, suffix=f"{beside}_{number}")
    if not domains:
        what = f"Subdomain of up.railway.app, unique there, for {node.key}"
        name = asked(owner, "subdomain" if owner is node else f"{node.key}_subdomain", what)
        body = attributes(subdomain=name)
        yield site.resource(owner, "railway_service_domain", *body, *service, suffix=beside)
        given = Reference(f"railway_service_domain.{owner.key}{beside}.domain")
        yield Export(f"{owner.key}{beside}_domain", f"Name of {node.key} below up.railway.app", given)
