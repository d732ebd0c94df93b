"""Balancing over regions: a pool for each, asked after its health."""

from exporters.formats.hcl import Attribute, Reference, Value, attributes
from exporters.targets.terraform.cloudflare.origins import Front, Origin
from exporters.targets.terraform.cloudflare.support import account_id
from exporters.targets.terraform.parts import Parts, note
from exporters.targets.terraform.site import Site
from topologies.graph import Node
from topologies.kinds.nodes.cloudflare_cdn import CloudflareCdn
from topologies.kinds.properties import HealthCheck


def balancer(site: Site, node: Node, properties: CloudflareCdn, behind: list[Origin], front: Front) -> Parts:
    """Requests go to the pool that answers fastest; a pool that fails its check gets none."""
    check = properties.health_check
    if check is not None:
        yield from _monitor(site, node, check, behind, front)
    pools = _pools(site, behind)
    for place, origins in pools.items():
        monitor = Reference(f"cloudflare_load_balancer_monitor.{node.key}.id") if check else None
        body = attributes(
            account_id=account_id(site, node),
            name=f"{node.key}-{place}" if place else node.key,
            minimum_origins=1,
            monitor=monitor,
            origins=[_member(one) for one in origins],
        )
        yield site.resource(node, "cloudflare_load_balancer_pool", *body, suffix=_suffix(place))
    ids: list[Value] = [_pool_id(node, place) for place in pools]
    body = attributes(
        zone_id=front.zone,
        name=front.name,
        default_pools=ids,
        fallback_pool=ids[0],
        proxied=True,
        steering_policy="dynamic_latency" if check and len(ids) > 1 else "off",
    )
    yield site.resource(node, "cloudflare_load_balancer", *body)
    if check is None:
        yield note(node, "it balances without a health check, so it sends requests to origins that are down")


def _pools(site: Site, behind: list[Origin]) -> dict[str, list[Origin]]:
    """Region (or account) key -> the origins there, by key; all in one pool where weights share them out."""
    if any(one.link.weight is not None for one in behind):
        return {"": behind}
    found: dict[str, list[Origin]] = {}
    for one in behind:
        found.setdefault(site.place(site.graph.nodes[one.link.target]), []).append(one)
    return dict(sorted(found.items()))


def _suffix(place: str) -> str:
    return f"_{place}" if place else ""


def _pool_id(node: Node, place: str) -> Reference:
    return Reference(f"cloudflare_load_balancer_pool.{node.key}{_suffix(place)}.id")


def _member(one: Origin) -> dict[str, Value]:
    member: dict[str, Value] = {"name": one.link.target, "address": one.address, "enabled": True}
    return member if one.link.weight is None else {**member, "weight": one.link.weight / 100}


def _monitor(site: Site, node: Node, check: HealthCheck, behind: list[Origin], front: Front) -> Parts:
    encrypted = any(port.tls for one in behind for port in site.graph.ports_of.get(one.link.target, ()))
    body = (
        *attributes(account_id=account_id(site, node), type="https" if encrypted else "http", method="GET"),
        *attributes(
            path=check.path or "/",
            expected_codes="2xx",
            interval=_whole(check.interval_seconds),
            timeout=_whole(check.timeout_seconds),
            retries=check.retries,
        ),
        Attribute("header", {"Host": [front.name]}),
    )
    yield site.resource(node, "cloudflare_load_balancer_monitor", *body)


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else int(seconds)
