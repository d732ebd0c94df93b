"""Clusters of Atlas and their backups."""

import re

from exporters.formats.hcl import Block, Reference, Value, attributes, block
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.mongodbatlas.access import access_list, is_ours, owner, project_id, user
from exporters.targets.terraform.parts import Parts, Skipped, covered, note
from exporters.targets.terraform.site import Site, asked, named, typed
from topologies.graph import Node
from topologies.kinds.nodes.mongodb_atlas import MongodbAtlas
from topologies.kinds.properties import Backup

_SIZE = re.compile(r"M\d{2,3}(_NVME)?|R\d{2,3}")
_HOURS = (1, 2, 4, 6, 8, 12)


@builds("mongodb-atlas", "mongodb-atlas")
def cluster(site: Site, node: Node) -> Parts:
    if not is_ours(site, node):
        yield Skipped(
            node.key, f"several environments share it, and the topology of {owner(site, node)} makes it"
        )
        return
    properties = typed(node, MongodbAtlas)
    free = "free" in properties.plan.lower()
    body = attributes(
        project_id=project_id(site, node),
        name=named(node, r"[A-Za-z0-9-]+", 23),
        cluster_type="REPLICASET",
        mongo_db_major_version=None if free else properties.engine_version or None,
        backup_enabled=None if free else True,
        pit_enabled=None if free else any(one.pitr for one in properties.backups),
        termination_protection_enabled=properties.deletion_protection or site.production,
        replication_specs=[{"region_configs": [_region(site, node, properties, free=free)]}],
    )
    yield site.resource(node, "mongodbatlas_advanced_cluster", *body)
    if not free:
        yield from _backups(site, node, properties)
    yield from access_list(site, node)
    yield from user(site, node)
    yield covered(node, *site.graph.ports_of.get(node.key, ()))
    if free:
        yield note(node, "the free tier is one shared cluster of 512 MB, without backups")


def _region(site: Site, node: Node, properties: MongodbAtlas, *, free: bool) -> dict[str, Value]:
    where = site.region("mongodb-atlas", site.place(node))
    on = {"provider_name": "TENANT", "backing_provider_name": "AWS"} if free else {"provider_name": "AWS"}
    size: Value = properties.instance_type if _SIZE.fullmatch(properties.instance_type) else None
    plan = f" for the {properties.plan}" if properties.plan else ""
    asking = asked(node, "instance_size", f"Size of an instance{plan}, such as M10")
    free_size: dict[str, Value] = {"instance_size": "M0"}
    own: dict[str, Value] = {
        "instance_size": size or asking,
        "node_count": properties.node_count or 3,
        **({"disk_size_gb": properties.storage_gb} if properties.storage_gb else {}),
    }
    return {**on, "region_name": where, "priority": 7, "electable_specs": free_size if free else own}


def _backups(site: Site, node: Node, properties: MongodbAtlas) -> Parts:
    """The first schedule that states how long it keeps what it saves; else Atlas's own."""
    stated = [
        one for one in properties.backups if one.automatic and one.retention_days and one.interval_seconds
    ]
    if not stated:
        return
    body = attributes(
        project_id=project_id(site, node),
        cluster_name=Reference(f"mongodbatlas_advanced_cluster.{node.key}.name"),
        restore_window_days=_window(properties.backups),
    )
    yield site.resource(node, "mongodbatlas_cloud_backup_schedule", *body, _item(stated[0]))


def _window(backups: tuple[Backup, ...]) -> int | None:
    windows = [one.pitr_window_days for one in backups if one.pitr and one.pitr_window_days]
    return max(1, int(max(windows))) if windows else None


def _item(one: Backup) -> Block:
    hours = (one.interval_seconds or 86400) / 3600
    days = max(1, int(one.retention_days or 1))
    kept = attributes(retention_unit="days", retention_value=days)
    if hours >= 24:
        return block("policy_item_daily", body=[*attributes(frequency_interval=1), *kept])
    step = max(hour for hour in _HOURS if hour <= max(hours, 1))
    return block("policy_item_hourly", body=[*attributes(frequency_interval=step), *kept])
