"""Image repositories."""

import re

from exporters.formats.hcl import Expression, Value, attributes, block, call
from exporters.targets.terraform.aws.support import key_arn
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Parts, covered
from exporters.targets.terraform.site import Site, asked, typed
from topologies.graph import Node
from topologies.kinds.nodes.ecr import Ecr

_NAME = re.compile(r"[a-z0-9]+([._/-][a-z0-9]+)*")


@builds("aws", "ecr")
def ecr(site: Site, node: Node) -> Parts:
    properties = typed(node, Ecr)
    names = sorted({name for name in properties.repositories if _NAME.fullmatch(name)})
    each: Value = (
        list(names) if names else asked(node, "repositories", "Names of the repositories", "set(string)")
    )
    body = attributes(
        for_each=call("toset", each),
        name=Expression("each.value"),
        image_tag_mutability="MUTABLE" if properties.immutable_tags is False else "IMMUTABLE",
    )
    scan = attributes(scan_on_push=properties.scan_on_push is not False)
    secret = attributes(encryption_type="KMS", kms_key=key_arn(site, node))
    blocks = [
        block("image_scanning_configuration", body=scan),
        block("encryption_configuration", body=secret),
    ]
    yield site.resource(node, "aws_ecr_repository", *body, *blocks)
    yield covered(node, *site.graph.ports_of.get(node.key, ()))
