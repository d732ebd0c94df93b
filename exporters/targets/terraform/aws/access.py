"""What the code of a node may do at AWS: use the buckets and read the secrets that it is linked to, and nothing else."""

from exporters.formats.hcl import Expression, Reference, Template, Value
from exporters.targets.terraform.aws.s3 import encrypted_by_key
from exporters.targets.terraform.aws.support import grant, key_arn
from exporters.targets.terraform.parts import Parts, covered, note
from exporters.targets.terraform.site import Site
from topologies.graph import Link, Node

_OBJECTS = ("s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject")


def linked(site: Site, node: Node, suffix: str) -> Parts:
    """A policy for the role of this suffix, from the links that begin at the node."""
    links = [link for link in site.graph.links_from.get(node.key, ()) if _store(site, link) is not None]
    stores = {one.key: one for link in links if (one := _store(site, link)) is not None}
    statements = [one for _, store in sorted(stores.items()) for one in _statements(site, store)]
    if statements:
        yield grant(site, node, suffix, statements, name="linked", resource=f"{suffix}_linked")
        yield covered(*links)
    if any(store.kind == "s3-bucket" for store in stores.values()):
        yield note(node, "it may read and write the buckets that it is linked to; the design says no less")


def _store(site: Site, link: Link) -> Node | None:
    target = site.graph.nodes[link.target]
    fits = target.kind in ("s3-bucket", "secrets-manager") and site.provider(target) == "aws"
    return target if fits and link.role == "traffic" else None


def _statements(site: Site, store: Node) -> list[dict[str, Value]]:
    key: list[Value] = [key_arn(site, store)]
    if store.kind == "secrets-manager":
        arns = Expression(f"values(aws_secretsmanager_secret.{store.key})[*].arn")
        return [_allow(["secretsmanager:GetSecretValue"], arns), _allow(["kms:Decrypt"], key)]
    arn = Reference(f"aws_s3_bucket.{store.key}.arn")
    found = [_allow(["s3:ListBucket"], [arn]), _allow(list(_OBJECTS), [Template((arn, "/*"))])]
    used = [_allow(["kms:Decrypt", "kms:GenerateDataKey"], key)] if encrypted_by_key(site, store) else []
    return found + used


def _allow(actions: Value, resources: Value) -> dict[str, Value]:
    return {"Effect": "Allow", "Action": actions, "Resource": resources}
