"""Which links put servers behind a load balancer, and on which port."""

from exporters.formats.hcl import Reference, Value
from exporters.targets.terraform.site import Site, asked
from topologies.graph import Link, Node
from topologies.kinds import Trait

MOST = 5  # target groups that one listener of AWS forwards to
SERVICES = frozenset({"ecs-service", "container", "pgbouncer"})
MACHINES = frozenset({"app-server"})


def target_group_name(link: Link) -> str:
    """The resource name of the group of targets that a link leads to; keys hold no underscore."""
    return f"{link.source}_{link.target}"


def behind(site: Site, balancer: Node) -> list[Link]:
    """The links to what a balancer can spread over, one for each target, as many as it takes."""
    found: dict[str, Link] = {}
    for link in site.graph.links_from.get(balancer.key, ()):
        target = site.graph.nodes[link.target]
        if link.role == "traffic" and _spreads_over(site, target, balancer):
            found.setdefault(target.key, link)
        if len(found) == MOST:
            break
    return list(found.values())


def _spreads_over(site: Site, target: Node, balancer: Node) -> bool:
    fits = target.kind in SERVICES | MACHINES and site.provider(target) == "aws"
    return (
        fits and not site.graph.enclosing(target, Trait.HOST) and site.place(target) == site.place(balancer)
    )


def target_port(site: Site, link: Link) -> Value:
    """The port of the link, else the first that the target listens on."""
    if link.port:
        return site.graph.ports[link.port].number
    ports = sorted(port.number for port in site.graph.ports_of.get(link.target, ()) if port.protocol == "tcp")
    return ports[0] if ports else asked(site.graph.nodes[link.target], "port", "Port", "number")


def listener_ports(site: Site, balancer: Node) -> tuple[list[int], list[int]]:
    """The ports with TLS and the plain ones; 443 where none is stated."""
    ports = [port for port in site.graph.ports_of.get(balancer.key, ()) if port.protocol == "tcp"]
    secure = sorted({port.number for port in ports if port.tls}) or ([] if ports else [443])
    return secure, sorted({port.number for port in ports if not port.tls})


def forwarding(site: Site, links: list[Link]) -> list[Value]:
    """The listeners that must be there before AWS lets a service join the targets of these links."""
    found: dict[str, Value] = {}
    for link in links:
        secure, plain = listener_ports(site, site.graph.nodes[link.source])
        names = (f"aws_lb_listener.{link.source}_{number}" for number in secure or plain)
        found.update((name, Reference(name)) for name in names)
    return [found[name] for name in sorted(found)]


def targeting_links(site: Site, node: Node) -> list[tuple[Link, Value]]:
    """The balancers' links that lead to a node, each with the port."""
    sources = {link.source for link in site.graph.links_to.get(node.key, ())}
    balancers = [site.graph.nodes[key] for key in sorted(sources)]
    links = [
        link
        for balancer in balancers
        if balancer.kind == "alb" and site.provider(balancer) == "aws"
        for link in behind(site, balancer)
        if link.target == node.key
    ]
    return [(link, target_port(site, link)) for link in links]
