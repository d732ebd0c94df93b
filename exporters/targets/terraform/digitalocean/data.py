"""Managed databases and buckets."""

from exporters.formats.hcl import Block, Reference, Value, attributes, block
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.digitalocean.support import NAME, droplet_id, host_of, network, region
from exporters.targets.terraform.parts import Export, Parts, covered, note
from exporters.targets.terraform.site import Site, asked, named, typed
from topologies.graph import Link, Node, Replication, Zone
from topologies.kinds.nodes.do_postgresql import DoPostgresql
from topologies.kinds.nodes.do_redis import DoRedis
from topologies.kinds.nodes.do_spaces import DoSpaces

_EVICTIONS = {
    "allkeys-lru",
    "allkeys-random",
    "volatile-lru",
    "volatile-random",
    "volatile-ttl",
    "noeviction",
}


@builds("digitalocean", "do-postgresql")
def postgresql(site: Site, node: Node) -> Parts:
    properties = typed(node, DoPostgresql)
    copy = _copied_from(site, node)
    if copy is None:
        yield from _cluster(site, node, "pg", properties, None)
    else:
        yield from _replica(site, node, properties, copy)


def _copied_from(site: Site, node: Node) -> Replication | None:
    """The replication that makes it a read-only node of another cluster."""
    copies = (one for one in site.copies_to.get(node.key, ()) if one.mode != "snapshot")
    found = ((one, site.graph.nodes[one.source]) for one in copies)
    return next((one for one, source in found if _primary(site, source)), None)


def _primary(site: Site, node: Node) -> bool:
    ours = site.provider(node) == "digitalocean" and node.kind == "do-postgresql"
    return ours and typed(node, DoPostgresql).role == "primary" and not site.copies_to.get(node.key)


def _replica(site: Site, node: Node, properties: DoPostgresql, copy: Replication) -> Parts:
    """A read-only node; it shares the trusted sources of its primary."""
    body = attributes(
        cluster_id=Reference(f"digitalocean_database_cluster.{copy.source}.id"),
        name=named(node, NAME, 60),
        region=region(site, node),
        size=_size(node, properties),
        private_network_uuid=network(site, node),
        tags=site.flags(node),
    )
    yield site.resource(node, "digitalocean_database_replica", *body)
    host = Reference(f"digitalocean_database_replica.{node.key}.private_host")
    yield Export(f"{node.key}_host", f"Private host name of {node.key}", host)
    yield covered(node, copy, *site.graph.ports_of.get(node.key, ()))
    if properties.standby_nodes:
        yield note(node, "a read-only node of DigitalOcean has no standby of its own")
    if copy.failover == "automatic":
        yield note(node, "DigitalOcean promotes it when it is told to; whoever watches must tell it")


@builds("digitalocean", "do-redis")
def redis(site: Site, node: Node) -> Parts:
    properties = typed(node, DoRedis)
    policy = properties.eviction_policy
    eviction = policy.replace("-", "_") if policy in _EVICTIONS else None
    if policy and eviction is None:
        yield note(node, f"DigitalOcean knows no eviction policy {policy!r}, so its default stays")
    yield note(node, "DigitalOcean runs Valkey, which speaks the protocol of Redis")
    yield from _cluster(site, node, "valkey", properties, eviction)


def _cluster(
    site: Site, node: Node, engine: str, properties: DoPostgresql | DoRedis, eviction: str | None
) -> Parts:
    body = attributes(
        name=named(node, NAME, 60),
        engine=engine,
        version=_version(node, properties),
        size=_size(node, properties),
        region=region(site, node),
        node_count=_count(node, properties),
        private_network_uuid=network(site, node),
        eviction_policy=eviction,
        tags=site.flags(node),
    )
    yield site.resource(node, "digitalocean_database_cluster", *body)
    name = f"digitalocean_database_cluster.{node.key}"
    host = Reference(f"{name}.private_host")
    yield Export(f"{node.key}_host", f"Private host name of {node.key}", host)
    yield covered(node, *site.graph.ports_of.get(node.key, ()))
    yield from _trusted(site, node, name, properties.trusted_sources)


def _version(node: Node, properties: DoPostgresql | DoRedis) -> Value:
    stated = properties.engine_version if isinstance(properties, DoPostgresql) else ""
    return stated or asked(node, "version", "Major version of the engine")


def _size(node: Node, properties: DoPostgresql | DoRedis) -> Value:
    stated = properties.instance_type
    known = f" for {properties.memory_mb} MB of memory" if properties.memory_mb else ""
    return (
        stated if stated.startswith(("db-", "gd-", "m-", "so")) else asked(node, "size", f"Size slug{known}")
    )


def _count(node: Node, properties: DoPostgresql | DoRedis) -> Value:
    if properties.standby_nodes is not None:
        return 1 + properties.standby_nodes
    return asked(node, "node_count", "Number of nodes, standby included", "number")


def _trusted(site: Site, node: Node, name: str, stated: tuple[str, ...]) -> Parts:
    """Who may connect: the droplets of what is linked to it."""
    sources = _sources(site, node)
    if stated:
        yield note(
            node, f"trusted sources are stated as {', '.join(stated)}; written are the droplets linked to it"
        )
    if not sources:
        yield note(node, "no droplet is linked to it, so it has no list of trusted sources")
        return
    rules = [
        block("rule", body=attributes(type="droplet", value=droplet_id(zone.key)))
        for zone in {zone.key: zone for _, zone in sources}.values()
    ]
    cluster = attributes(cluster_id=Reference(f"{name}.id"))
    yield site.resource(node, "digitalocean_database_firewall", *cluster, *rules)
    yield covered(*(link for link, _ in sources))


def _sources(site: Site, node: Node) -> list[tuple[Link, Zone]]:
    copies = [one.target for one in site.copies_from.get(node.key, ())]
    replicas = [key for key in copies if site.graph.nodes[key].kind == "do-postgresql"]
    ends = (node.key, *(key for key in replicas if _copied_from(site, site.graph.nodes[key])))
    links = (link for key in ends for link in site.graph.links_to.get(key, ()))
    found = ((link, host_of(site, site.graph.nodes[link.source])) for link in links)
    return [(link, zone) for link, zone in found if zone is not None]


@builds("digitalocean", "do-spaces")
def spaces(site: Site, node: Node) -> Parts:
    properties = typed(node, DoSpaces)
    pattern = r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]"
    name = named(node, pattern, 63) if properties.provider_name else asked(node, "bucket_name", "Unique name")
    rules = [
        block(
            "lifecycle_rule",
            body=[
                *attributes(id=f"rule-{number}", prefix=rule.prefix or None, enabled=True),
                block("expiration", body=attributes(days=int(rule.after_days or 1))),
            ],
        )
        for number, rule in enumerate(properties.lifecycle, 1)
        if rule.action == "delete" and rule.after_days is not None
    ]
    versioning = [] if properties.versioning is None else [_versioning(properties.versioning)]
    body = attributes(
        name=name, region=region(site, node), acl="public-read" if properties.public else "private"
    )
    yield site.resource(node, "digitalocean_spaces_bucket", *body, *versioning, *rules)
    if len(rules) < len(properties.lifecycle):
        yield note(node, "Spaces only deletes by age; other lifecycle rules are left out")
    if properties.cdn:
        origin = Reference(f"digitalocean_spaces_bucket.{node.key}.bucket_domain_name")
        yield site.resource(node, "digitalocean_cdn", *attributes(origin=origin))
    yield covered(node, *site.graph.ports_of.get(node.key, ()))


def _versioning(enabled: bool) -> Block:
    return block("versioning", body=attributes(enabled=enabled))
