"""Names of secrets, never their values."""

import re

from exporters.formats.hcl import Expression, Value, attributes, block, call
from exporters.targets.terraform.aws.support import key_arn
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Parts, Skipped, covered, note
from exporters.targets.terraform.site import Site, asked, typed
from topologies.graph import Node
from topologies.kinds.nodes.secrets_manager import SecretsManager

_NAME = re.compile(r"[\w/+=.@-]{1,512}", re.ASCII)


def names_of(node: Node) -> list[str]:
    """The names that AWS takes."""
    return sorted({name for name in typed(node, SecretsManager).secret_names if _NAME.fullmatch(name)})


@builds("aws", "secrets-manager")
def secrets(site: Site, node: Node) -> Parts:
    properties = typed(node, SecretsManager)
    names = names_of(node)
    if properties.secret_names and not names:
        yield Skipped(node.key, "AWS takes none of the names that are stated")
        return
    each: Value = list(names) if names else asked(node, "secret_names", "Names of the secrets", "set(string)")
    body = attributes(
        for_each=call("toset", each), name=Expression("each.value"), kms_key_id=key_arn(site, node)
    )
    yield site.resource(node, "aws_secretsmanager_secret", *body)
    for pattern in sorted(set(properties.secret_names) - set(names)):
        yield note(node, f"{pattern!r} is no name that AWS takes; it is left out")
    if properties.rotation_days:
        yield from _rotation(site, node, int(properties.rotation_days))
    yield covered(node, *site.graph.ports_of.get(node.key, ()))


def _rotation(site: Site, node: Node, days: int) -> Parts:
    """Each secret for which a function is given is rotated; the design names no function."""
    what = "ARN of the function that rotates each secret, by the secret's name"
    body = attributes(
        for_each=asked(node, "rotation_functions", what, "map(string)"),
        secret_id=Expression(f"aws_secretsmanager_secret.{node.key}[each.key].id"),
        rotation_lambda_arn=Expression("each.value"),
    )
    rules = block("rotation_rules", body=attributes(automatically_after_days=days))
    yield site.resource(node, "aws_secretsmanager_secret_rotation", *body, rules)
