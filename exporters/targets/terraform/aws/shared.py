"""What the elements of one place share: its key, its caller. Made where something uses it."""

from collections.abc import Iterator

from exporters.formats.hcl import Block, Part, Reference, Template, Value, attributes
from exporters.targets.terraform.aws.support import account_id, policy
from exporters.targets.terraform.builders import makes
from exporters.targets.terraform.parts import Resource
from exporters.targets.terraform.places import FILE_OF
from exporters.targets.terraform.site import Site


def _made(site: Site, place: str, type_: str, suffix: str, *body: Part, data: bool = False) -> Resource:
    name = f"{place or 'aws'}_{suffix}"
    where = site.configuration_of("aws", place)
    kept = Block("data" if data else "resource", (type_, name), (*where, *body))
    return Resource(FILE_OF[type_], (f"shared in {place or 'AWS'}",), kept)


@makes("caller")
def _caller(site: Site, place: str) -> Iterator[Resource]:
    yield _made(site, place, "aws_caller_identity", "caller", data=True)


@makes("key")
def _key(site: Site, place: str) -> Iterator[Resource]:
    body = attributes(
        description=f"Data of {site.name}",
        enable_key_rotation=True,
        deletion_window_in_days=30,
        policy=_key_policy(site, place),
        tags={"Name": f"{site.graph.header.slug}-data"},
    )
    yield _made(site, place, "aws_kms_key", "data", *body)
    alias = attributes(
        name=f"alias/{site.graph.header.system}-{site.graph.header.slug}-{place or 'data'}",
        target_key_id=Reference(f"aws_kms_key.{place or 'aws'}_data.key_id"),
    )
    yield _made(site, place, "aws_kms_alias", "data", *alias)


def _key_policy(site: Site, place: str) -> Value:
    """Whoever may administer the account, the logs of this region, and the alarms that write to encrypted topics."""
    account = account_id(site, place)
    region = _text(site.region("aws", place))
    logs = Template(("logs.", *region, ".amazonaws.com"))
    groups = Template(("arn:aws:logs:", *region, ":", account, ":log-group:*"))
    return policy(
        [
            {
                "Effect": "Allow",
                "Action": "kms:*",
                "Resource": "*",
                "Principal": {"AWS": Template(("arn:aws:iam::", account, ":root"))},
            },
            _use(logs, {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}}),
            _use("cloudwatch.amazonaws.com", {"StringEquals": {"aws:SourceAccount": account}}),
        ]
    )


def _use(service: Value, condition: Value) -> dict[str, Value]:
    actions: list[Value] = [
        f"kms:{name}" for name in ("Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey*", "ReEncrypt*")
    ]
    statement: dict[str, Value] = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    return {**statement, "Principal": {"Service": service}, "Condition": condition}


def _text(value: Value) -> tuple[str | Reference, ...]:
    return (value,) if isinstance(value, str | Reference) else ()
