"""Redis that ElastiCache operates."""

import re

from exporters.formats.hcl import Attribute, Reference, Value, attributes, block
from exporters.targets.terraform.aws.support import group_ids, key_arn, or_none, subnet_ids
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Export, Parts, covered, note
from exporters.targets.terraform.site import Site, asked, short, typed
from topologies.graph import Node
from topologies.kinds.nodes.elasticache_redis import ElasticacheRedis


@builds("aws", "elasticache-redis")
def redis(site: Site, node: Node) -> Parts:
    properties = typed(node, ElasticacheRedis)
    subnets = attributes(name=short(node.key, 200), subnet_ids=subnet_ids(site, node, "isolated", "private"))
    yield site.resource(node, "aws_elasticache_subnet_group", *subnets)
    yield from _parameters(site, node, properties)
    major = _major(properties)
    body = attributes(
        replication_group_id=short(node.key, 40),
        description=f"{node.key} of {site.name}",
        engine="redis",
        engine_version=properties.engine_version
        or asked(node, "engine_version", "Engine version", optional=True),
        node_type=_type(node, properties),
        port=next((port.number for port in site.graph.ports_of.get(node.key, ())), None),
        parameter_group_name=Reference(f"aws_elasticache_parameter_group.{node.key}.name")
        if properties.eviction_policy and major
        else None,
        subnet_group_name=Reference(f"aws_elasticache_subnet_group.{node.key}.name"),
        security_group_ids=or_none(group_ids(site, node)),
    )
    yield site.resource(
        node,
        "aws_elasticache_replication_group",
        *body,
        *_size(node, properties),
        *_safety(site, node, properties),
    )
    yield from _endpoint(node, properties)
    yield covered(node, *site.graph.ports_of.get(node.key, ()))


def _endpoint(node: Node, properties: ElasticacheRedis) -> Parts:
    which = "configuration_endpoint_address" if _clustered(properties) else "primary_endpoint_address"
    found = Reference(f"aws_elasticache_replication_group.{node.key}.{which}")
    yield Export(f"{node.key}_endpoint", f"Endpoint of {node.key}", found)


def _major(properties: ElasticacheRedis) -> str:
    found = re.match(r"\d+", properties.engine_version)
    return found[0] if found else ""


def _parameters(site: Site, node: Node, properties: ElasticacheRedis) -> Parts:
    if not properties.eviction_policy:
        return
    if not _major(properties):
        yield note(node, "its version is not stated, and without it no eviction policy can be set")
        return
    body = attributes(name=short(node.key, 200), family=f"redis{_major(properties)}")
    policy = block("parameter", body=attributes(name="maxmemory-policy", value=properties.eviction_policy))
    yield site.resource(node, "aws_elasticache_parameter_group", *body, policy)


def _type(node: Node, properties: ElasticacheRedis) -> Value:
    stated = properties.instance_type
    return stated if re.fullmatch(r"cache\.[a-z0-9.]+", stated) else asked(node, "node_type", "Node type")


def _clustered(properties: ElasticacheRedis) -> bool:
    return bool(properties.cluster_mode) or (properties.shards or 0) > 1


def _size(node: Node, properties: ElasticacheRedis) -> tuple[Attribute, ...]:
    replicas = properties.replicas
    if _clustered(properties):
        shards: Value = properties.shards or asked(node, "shards", "Number of shards", "number")
        each: Value = (
            replicas if replicas is not None else asked(node, "replicas", "Replicas of each shard", "number")
        )
        return attributes(
            num_node_groups=shards,
            replicas_per_node_group=each,
            automatic_failover_enabled=True,
            multi_az_enabled=True,
        )
    nodes = 1 + replicas if replicas is not None else properties.node_count
    spare = None if nodes is None else nodes > 1
    failover = properties.automatic_failover
    return attributes(
        num_cache_clusters=nodes or asked(node, "node_count", "Number of nodes", "number"),
        automatic_failover_enabled=spare if failover is None else failover,
        multi_az_enabled=spare if properties.multi_az is None else properties.multi_az,
    )


def _safety(site: Site, node: Node, properties: ElasticacheRedis) -> tuple[Attribute, ...]:
    encrypted = properties.encrypted_at_rest is not False
    transit = properties.encrypted_in_transit is not False
    days = [int(one.retention_days) for one in properties.backups if one.retention_days]
    return attributes(
        at_rest_encryption_enabled=encrypted,
        kms_key_id=key_arn(site, node) if encrypted else None,
        transit_encryption_enabled=transit,
        auth_token=asked(node, "auth_token", "Password", secret=True) if transit else None,
        snapshot_retention_limit=max(days) if days else None,
    )
