"""What a service must know about the stores it is linked to: one setting each, without a secret in the file."""

from collections.abc import Mapping
from dataclasses import dataclass

from exporters.formats.hcl import Value
from exporters.targets.terraform.mongodbatlas.access import connection as mongodb
from exporters.targets.terraform.site import Site
from exporters.targets.terraform.upstash.redis import connection as upstash
from topologies.graph import Link, Node

_OWN = {"railway-postgresql": "DATABASE_URL", "railway-redis": "REDIS_URL"}


@dataclass(frozen=True, slots=True)
class Connections:
    """Settings by name, the links that they come from, and those that give none."""

    values: Mapping[str, Value]
    links: tuple[Link, ...]
    barred: tuple[Link, ...]  # to what only keys open


def connections(site: Site, node: Node) -> Connections:
    values: dict[str, Value] = {}
    links = []
    for link in site.graph.links_from.get(node.key, ()):
        found = _settings(site, node, site.graph.nodes[link.target])
        values.update(found)
        links.extend([link] if found else [])
    barred = (link for link in site.graph.links_from.get(node.key, ()) if _is_barred(site, link))
    return Connections(values, tuple(links), tuple(barred))


def _is_barred(site: Site, link: Link) -> bool:
    target = site.graph.nodes[link.target]
    return site.provider(target) == "aws" and target.kind in ("s3-bucket", "secrets-manager")


def _settings(site: Site, node: Node, target: Node) -> Mapping[str, Value]:
    name = f"{target.key.upper().replace('-', '_')}_URL"
    provider = site.provider(target)
    if provider == "railway" and target.kind in _OWN and site.account(target) == site.account(node):
        # Railway reads this from the other service when it deploys.
        return {name: f"${{{{{target.key}.{_OWN[target.kind]}}}}}"}
    if provider == "mongodb-atlas" and target.kind == "mongodb-atlas":
        return {name: mongodb(site, target)}
    if provider == "upstash" and target.kind == "upstash-redis":
        return {name: upstash(target)}
    return {}
