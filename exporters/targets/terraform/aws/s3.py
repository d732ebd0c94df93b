"""Buckets: private, encrypted, and as long-lived as stated."""

import re
from collections.abc import Iterator

from exporters.formats.hcl import Attribute, Block, Reference, Template, Value, attributes, block
from exporters.targets.terraform.aws.support import grant, key_arn, role
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Parts, Resource, Skipped, covered, note
from exporters.targets.terraform.site import Site, asked, typed
from topologies.graph import Node, Replication
from topologies.kinds.nodes.s3_bucket import S3Bucket
from topologies.kinds.properties import LifecycleRule

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_CLASSES = frozenset(
    {"STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "GLACIER_IR", "DEEP_ARCHIVE"}
)


@builds("aws", "s3-bucket")
def bucket(site: Site, node: Node) -> Parts:
    properties = typed(node, S3Bucket)
    stated = properties.provider_name
    name: Value = stated if _NAME.fullmatch(stated) else asked(node, "bucket_name", "Unique name")
    yield site.resource(node, "aws_s3_bucket", *attributes(bucket=name))
    yield _versioning(site, node, versioned(site, node, properties))
    yield _encryption(site, node)
    yield _access(site, node, properties)
    yield from _lifecycle(site, node, properties)
    yield covered(node, *site.graph.ports_of.get(node.key, ()))


def versioned(site: Site, node: Node, properties: S3Bucket) -> bool:
    """As stated; a bucket that copies must keep versions."""
    copies = any(replicates(site, one) for one in (*site.copies_from[node.key], *site.copies_to[node.key]))
    return bool(properties.versioning) or copies


def _bucket(node: Node) -> Reference:
    return Reference(f"aws_s3_bucket.{node.key}.id")


def _versioning(site: Site, node: Node, enabled: bool) -> Resource:
    setting = block("versioning_configuration", body=attributes(status="Enabled" if enabled else "Disabled"))
    return site.resource(node, "aws_s3_bucket_versioning", *attributes(bucket=_bucket(node)), setting)


def _encryption(site: Site, node: Node) -> Resource:
    plain = not encrypted_by_key(site, node)
    default = attributes(
        sse_algorithm="AES256" if plain else "aws:kms",
        kms_master_key_id=None if plain else key_arn(site, node),
    )
    whole: list[Attribute | Block] = [
        *attributes(bucket_key_enabled=None if plain else True),
        block("apply_server_side_encryption_by_default", body=default),
    ]
    rule = block("rule", body=whole)
    return site.resource(
        node, "aws_s3_bucket_server_side_encryption_configuration", *attributes(bucket=_bucket(node)), rule
    )


def encrypted_by_key(site: Site, node: Node) -> bool:
    """With our key, unless the design says otherwise, or CloudFront serves it: that may not use our key."""
    stated = typed(node, S3Bucket).encryption.lower()
    return "aes" not in stated and bool(stated or not _served(site, node))


def _served(site: Site, node: Node) -> bool:
    sources = (site.graph.nodes[link.source] for link in site.graph.links_to.get(node.key, ()))
    return any(one.kind == "cloudfront" and site.provider(one) == "aws" for one in sources)


def _access(site: Site, node: Node, properties: S3Bucket) -> Resource:
    closed = properties.block_public_access is not False and not properties.public
    body = attributes(
        bucket=_bucket(node),
        block_public_acls=closed,
        block_public_policy=closed,
        ignore_public_acls=closed,
        restrict_public_buckets=closed,
    )
    return site.resource(node, "aws_s3_bucket_public_access_block", *body)


def _lifecycle(site: Site, node: Node, properties: S3Bucket) -> Parts:
    rules = [
        _rule(number, rule, node) for number, rule in enumerate(properties.lifecycle, 1) if _writable(rule)
    ]
    if len(rules) < len(properties.lifecycle):
        yield note(node, "lifecycle rules without a storage class that AWS knows are left out")
    keep = properties.old_versions_kept_days
    if keep:
        expire = block("noncurrent_version_expiration", body=attributes(noncurrent_days=int(keep)))
        rules.append(
            block("rule", body=[*attributes(id="old-versions", status="Enabled"), block("filter"), expire])
        )
    body = attributes(bucket=_bucket(node))
    yield site.resource(node, "aws_s3_bucket_lifecycle_configuration", *body, *rules, _unfinished())


def _unfinished() -> Block:
    """The parts of uploads that never ended: nobody sees them, and they cost."""
    abort = block("abort_incomplete_multipart_upload", body=attributes(days_after_initiation=7))
    return block(
        "rule", body=[*attributes(id="unfinished-uploads", status="Enabled"), block("filter"), abort]
    )


def _writable(rule: LifecycleRule) -> bool:
    return rule.action == "delete" or rule.storage_class.upper() in _CLASSES


def _rule(number: int, rule: LifecycleRule, node: Node) -> Block:
    days: Value = (
        int(rule.after_days)
        if rule.after_days
        else asked(node, f"rule_{number}_days", "Age in days", "number")
    )
    name = re.sub(r"[^\w .-]", "_", rule.name, flags=re.ASCII)[:200]
    head = attributes(id=name or f"rule-{number}", status="Enabled")
    which = block("filter", body=attributes(prefix=rule.prefix or None))
    if rule.action == "delete":
        return block("rule", body=[*head, which, block("expiration", body=attributes(days=days))])
    moved = attributes(days=days, storage_class=rule.storage_class.upper())
    return block("rule", body=[*head, which, block("transition", body=moved)])


# --- copies between buckets ------------------------------------------------------------------------------


def replicates(site: Site, one: Replication) -> bool:
    """Is this the one copy that a bucket's own replication can make? A bucket has one such setting."""
    ends = [site.graph.nodes[key] for key in (one.source, one.target)]
    if any(node.kind != "s3-bucket" or site.provider(node) != "aws" for node in ends):
        return False
    first = min(
        other.key
        for other in site.copies_from[one.source]
        if site.graph.nodes[other.target].kind == "s3-bucket"
    )
    return one.key == first


def replicate(site: Site, one: Replication) -> Parts:
    if not replicates(site, one):
        yield Skipped(one.key, f"{one.source} already copies to another bucket")
        return
    yield from _replication(site, site.graph.nodes[one.source], site.graph.nodes[one.target])
    yield covered(one)


def _replication(site: Site, source: Node, target: Node) -> Iterator[Resource]:
    yield role(site, source, "s3.amazonaws.com", "_copy")
    yield grant(site, source, "_copy", _may_copy(source, target), name="copy")
    arn = Reference(f"aws_s3_bucket.{target.key}.arn")
    rule = block(
        "rule",
        body=[
            *attributes(id=target.key, status="Enabled"),
            block("filter"),
            block("delete_marker_replication", body=attributes(status="Enabled")),
            block("destination", body=attributes(bucket=arn)),
        ],
    )
    body = attributes(
        bucket=_bucket(source),
        role=Reference(f"aws_iam_role.{source.key}_copy.arn"),
        depends_on=[Reference(f"aws_s3_bucket_versioning.{key}") for key in (source.key, target.key)],
    )
    yield site.resource(source, "aws_s3_bucket_replication_configuration", *body, rule)


def _may_copy(source: Node, target: Node) -> list[dict[str, Value]]:
    read = ["s3:GetReplicationConfiguration", "s3:ListBucket", "s3:GetObjectVersionForReplication"]
    write = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
    return [
        {"Effect": "Allow", "Action": list(read), "Resource": _objects(source)},
        {"Effect": "Allow", "Action": list(write), "Resource": _objects(target)},
    ]


def _objects(node: Node) -> list[Value]:
    arn = Reference(f"aws_s3_bucket.{node.key}.arn")
    return [arn, Template((arn, "/*"))]
