"""Regional load balancers over droplets."""

from collections.abc import Iterator

from exporters.formats.hcl import Block, Reference, Value, attributes, block
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.digitalocean.support import NAME, droplet_id, host_of, network, region
from exporters.targets.terraform.parts import Export, Parts, covered, note
from exporters.targets.terraform.site import Site, asked, named, typed
from topologies.graph import Link, Node, Port, Zone
from topologies.kinds.nodes.do_load_balancer import DoLoadBalancer


@builds("digitalocean", "do-load-balancer")
def load_balancer(site: Site, node: Node) -> Parts:
    properties = typed(node, DoLoadBalancer)
    behind = _behind(site, node)
    ports = [port for port in site.graph.ports_of.get(node.key, ()) if port.protocol == "tcp"]
    target = _target(site, node, [link for link, _ in behind])
    body = attributes(
        name=named(node, NAME, 60),
        region=region(site, node),
        network=None if properties.internet_facing else "INTERNAL",
        size_unit=properties.size_units,
        vpc_uuid=network(site, node),
        redirect_http_to_https=_redirects(properties, ports),
        enable_proxy_protocol=properties.proxy_protocol,
        http_idle_timeout_seconds=_whole(properties.idle_timeout_seconds),
        droplet_ids=[droplet_id(key) for key in sorted({zone.key for _, zone in behind})],
    )
    rules = [_forward(node, properties, port, target) for port in ports] or [_plain(target)]
    yield site.resource(
        node, "digitalocean_loadbalancer", *body, *rules, *_health(site, node, properties, target)
    )
    address = Reference(f"digitalocean_loadbalancer.{node.key}.ip")
    yield Export(f"{node.key}_address", f"Address of {node.key}", address)
    yield from _remarks(node, ports, behind)
    yield covered(node, *ports, *(link for link, _ in behind))


def _behind(site: Site, node: Node) -> list[tuple[Link, Zone]]:
    links = (
        link
        for link in site.graph.links_from.get(node.key, ())
        if link.role == "traffic" and link.weight != 0
    )
    found = ((link, host_of(site, site.graph.nodes[link.target])) for link in links)
    return [(link, zone) for link, zone in found if zone is not None]


def _remarks(node: Node, ports: list[Port], behind: list[tuple[Link, Zone]]) -> Parts:
    if not ports:
        yield note(node, "no port is stated; it listens on 80")
    if not behind:
        yield note(node, "no droplet is behind it")
    if any(link.weight is not None for link, _ in behind):
        yield note(node, "DigitalOcean spreads evenly; the stated weights are left out")


def _target(site: Site, node: Node, links: list[Link]) -> Value:
    """The port on the droplets: that of the links, else of the servers behind."""
    dialled = [site.graph.ports[link.port].number for link in links if link.port]
    served = [port.number for link in links for port in site.graph.ports_of.get(link.target, ())]
    found = sorted(set(dialled or served))
    return found[0] if found else asked(node, "target_port", "Port on the droplets behind", "number")


def _forward(node: Node, properties: DoLoadBalancer, port: Port, target: Value) -> Block:
    if not port.tls:
        return _plain(target, port.number)
    name = asked(node, "certificate_name", "Name of the certificate")
    rule = attributes(
        entry_port=port.number, entry_protocol="https", target_port=target, target_protocol="http"
    )
    return block("forwarding_rule", body=[*rule, *attributes(certificate_name=name)])


def _plain(target: Value, entry: int = 80) -> Block:
    body = attributes(entry_port=entry, entry_protocol="http", target_port=target, target_protocol="http")
    return block("forwarding_rule", body=body)


def _redirects(properties: DoLoadBalancer, ports: list[Port]) -> Value:
    if properties.redirect_http_to_https is not None:
        return properties.redirect_http_to_https
    return True if {port.tls for port in ports} == {True, False} else None


def _health(site: Site, node: Node, properties: DoLoadBalancer, target: Value) -> Iterator[Block]:
    check = properties.health_check
    if check is not None and check.path.startswith("/"):
        body = attributes(
            port=target,
            protocol="http",
            path=check.path,
            check_interval_seconds=_whole(check.interval_seconds),
            response_timeout_seconds=_whole(check.timeout_seconds),
            unhealthy_threshold=check.retries,
        )
        yield block("healthcheck", body=body)
    if properties.sticky_sessions:
        stick = attributes(type="cookies", cookie_name="DO-LB", cookie_ttl_seconds=300)
        yield block("sticky_sessions", body=stick)


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else int(seconds)
