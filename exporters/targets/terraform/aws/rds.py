"""PostgreSQL that RDS operates: primaries and read replicas."""

import re

from exporters.formats.hcl import Attribute, Reference, Value, attributes
from exporters.targets.terraform.aws.observability import alarms
from exporters.targets.terraform.aws.s3 import replicate
from exporters.targets.terraform.aws.support import group_ids, key_arn, or_none, role, subnet_ids
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Export, Parts, Skipped, covered, note
from exporters.targets.terraform.site import Site, asked, short, typed
from topologies.graph import Node, Replication
from topologies.kinds import Trait
from topologies.kinds.nodes.rds_postgresql import RdsPostgresql

_MONITORING = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
_WINDOW = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]* (\d\d:\d\d)-(\d\d:\d\d)( utc)?")
_INTERVALS = (1, 5, 10, 15, 30, 60)
_MINUTE = 60  # how often it is measured where nobody says


@builds("aws", "rds-postgresql")
def database(site: Site, node: Node) -> Parts:
    properties = typed(node, RdsPostgresql)
    subnets = attributes(name=short(node.key, 200), subnet_ids=subnet_ids(site, node, "isolated", "private"))
    source = source_of(site, node)
    same = source is not None and site.place(site.graph.nodes[source.source]) == site.place(node)
    if not same:
        yield site.resource(node, "aws_db_subnet_group", *subnets)
    stated = properties.enhanced_monitoring_seconds
    seconds = _MINUTE if stated is None else int(stated)
    if seconds in _INTERVALS:
        yield role(site, node, "monitoring.rds.amazonaws.com", "_monitoring")
        name = Reference(f"aws_iam_role.{node.key}_monitoring.name")
        attached = attributes(role=name, policy_arn=_MONITORING)
        yield site.resource(node, "aws_iam_role_policy_attachment", *attached, suffix="_monitoring")
    what = _replica(site, node, source, same=same) if source else _primary(site, node, properties)
    group = None if same else Reference(f"aws_db_subnet_group.{node.key}.name")
    rest = (
        *_shared(site, node, properties),
        *attributes(db_subnet_group_name=group),
        *_watch(site, node, properties, seconds),
    )
    yield site.resource(
        node, "aws_db_instance", *what, *rest, *_safety(site, node, properties, copy=source is not None)
    )
    yield Export(
        f"{node.key}_endpoint", f"Endpoint of {node.key}", Reference(f"aws_db_instance.{node.key}.endpoint")
    )
    yield covered(node, *site.graph.ports_of.get(node.key, ()))
    yield from alarms(site, node)
    yield from _remarks(site, node, properties, source)


def source_of(site: Site, node: Node) -> Replication | None:
    """The replication that makes an instance a read replica."""
    wanted = typed(node, RdsPostgresql).role
    found = [
        one
        for one in site.copies_to[node.key]
        if one.mode == "async" and _is_primary(site, site.graph.nodes[one.source])
    ]
    return found[0] if found and wanted == "replica" else None


def _is_primary(site: Site, node: Node) -> bool:
    """Is it an instance that this target writes, and no replica?"""
    ours = site.provider(node) == "aws" and site.graph.enclosing(node, Trait.HOST) is None
    return ours and isinstance(node.properties, RdsPostgresql) and node.properties.role == "primary"


@builds("aws", "replications")
def replication(site: Site, one: Replication) -> Parts:
    target = site.graph.nodes[one.target]
    if isinstance(target.properties, RdsPostgresql) and source_of(site, target) == one:
        yield covered(one)
    elif target.kind == "s3-bucket" and site.graph.nodes[one.source].kind == "s3-bucket":
        yield from replicate(site, one)
    else:
        yield Skipped(one.key, "AWS has no setting for it between these two; what runs there makes the copy")


def _primary(site: Site, node: Node, properties: RdsPostgresql) -> tuple[Attribute, ...]:
    return attributes(
        identifier=short(node.key, 63),
        engine="postgres",
        engine_version=properties.engine_version
        or asked(node, "engine_version", "Engine version", optional=True),
        username=asked(node, "username", "Name of the first database user"),
        manage_master_user_password=True,
        master_user_secret_kms_key_id=key_arn(site, node),
        allocated_storage=_whole(properties.storage_gb)
        or asked(node, "storage_gb", "Storage in GB", "number"),
        max_allocated_storage=_whole(properties.storage_max_gb),
        multi_az=_multi_az(properties),
        backup_retention_period=_retention(node, properties),
    )


def _replica(site: Site, node: Node, source: Replication, *, same: bool) -> tuple[Attribute, ...]:
    name = f"aws_db_instance.{source.source}"
    return attributes(
        identifier=short(node.key, 63),
        replicate_source_db=Reference(f"{name}.identifier" if same else f"{name}.arn"),
        multi_az=typed(node, RdsPostgresql).multi_az,
    )


def _shared(site: Site, node: Node, properties: RdsPostgresql) -> tuple[Attribute, ...]:
    encrypted = properties.encrypted_at_rest is not False
    return attributes(
        instance_class=_class(node, properties),
        storage_type=properties.storage_type.lower() or None,
        iops=_provisioned(properties, properties.iops),
        storage_throughput=_provisioned(properties, _whole(properties.throughput_mb_per_second)),
        storage_encrypted=encrypted,
        kms_key_id=key_arn(site, node) if encrypted else None,
        port=next((port.number for port in site.graph.ports_of.get(node.key, ())), None),
        publicly_accessible=properties.publicly_accessible,
        vpc_security_group_ids=or_none(group_ids(site, node)),
        iam_database_authentication_enabled=properties.iam_authentication is not False,
    )


def _provisioned(properties: RdsPostgresql, value: int | None) -> int | None:
    """AWS sets IOPS and throughput of gp3 by itself below 400 GB, and refuses to be told."""
    small = properties.storage_type.lower() == "gp3" and (properties.storage_gb or 0) < 400
    return None if small else value


def _class(node: Node, properties: RdsPostgresql) -> Value:
    stated = properties.instance_type
    return (
        stated if re.fullmatch(r"db\.[a-z0-9.]+", stated) else asked(node, "instance_class", "Instance class")
    )


def _multi_az(properties: RdsPostgresql) -> Value:
    return properties.multi_az if properties.multi_az is not None else properties.high_availability


def _retention(node: Node, properties: RdsPostgresql) -> Value:
    days = [one.retention_days for one in properties.backups if one.retention_days]
    stated = min(int(max(days)), 35) if days else None
    return stated or asked(node, "backup_retention_days", "Days for which backups are kept", "number")


def _watch(site: Site, node: Node, properties: RdsPostgresql, seconds: int) -> tuple[Attribute, ...]:
    watched = seconds in _INTERVALS
    insights = properties.performance_insights is not False
    return attributes(
        monitoring_interval=seconds if watched else None,
        monitoring_role_arn=Reference(f"aws_iam_role.{node.key}_monitoring.arn") if watched else None,
        performance_insights_enabled=insights,
        performance_insights_kms_key_id=key_arn(site, node) if insights else None,
        enabled_cloudwatch_logs_exports=["postgresql", "upgrade"],
    )


def _safety(site: Site, node: Node, properties: RdsPostgresql, *, copy: bool) -> tuple[Attribute, ...]:
    """AWS takes no last snapshot of a read replica."""
    stated = properties.deletion_protection
    return attributes(
        maintenance_window=_window(properties.maintenance_window),
        auto_minor_version_upgrade=properties.auto_minor_upgrade is not False,
        deletion_protection=site.production if stated is None else stated,
        copy_tags_to_snapshot=True,
        skip_final_snapshot=copy,
        final_snapshot_identifier=None if copy else f"{short(node.key, 240)}-final",
    )


def _window(text: str) -> str | None:
    found = _WINDOW.fullmatch(text.lower())
    return f"{found[1]}:{found[2]}-{found[1]}:{found[3]}" if found else None


def _remarks(site: Site, node: Node, properties: RdsPostgresql, source: Replication | None) -> Parts:
    if properties.role != "primary" and source is None:
        yield note(
            node,
            f"it is a {properties.role} of no primary that is drawn, so it is written as an instance of its own",
        )
    if properties.maintenance_window and _window(properties.maintenance_window) is None:
        yield note(node, "its maintenance window is not written as AWS needs it, so AWS chooses one")
    if properties.iops and _provisioned(properties, properties.iops) is None:
        yield note(node, "gp3 below 400 GB has 3000 IOPS and 125 MB/s, and AWS takes no other figures")
    if site.production and properties.deletion_protection is None:
        yield note(node, "protected against deletion, as production; the document does not say")


def _whole(size: float | None) -> int | None:
    return None if size is None else int(size)
