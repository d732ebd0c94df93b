"""Terraform itself formats and validates each module: against the real AWS provider where this machine has it, and
against providers that know their schemas alone. A walk over the nested keys sees what `validate` lets pass.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.support import hcl_walk, terraform, terraform_plan
from tests.support.schema_provider import FACTS, facts, serving
from tests.verifiers import Damage, Files, replaced

AWS = terraform.plugin_folder("aws")
PROGRAM = "terraform fmt, init, validate, test (a plan without credentials); a walk over nested keys; " + (
    "AWS's own provider" if AWS else "NOT VERIFIED HERE by AWS's own provider: its schema alone"
)
JUDGES = ["schemas", *(["aws"] if AWS else [])]  # the real provider too, on a machine that has it
SERVED = tuple(sorted(path.stem for path in FACTS.glob("*.json")))
KNOWN = {name: one for provider in SERVED for name, one in facts(provider)["resources"].items()}


def judged(files: Mapping[str, bytes], judge: str) -> list[str]:
    """What Terraform has against the module: its format, then its meaning."""
    with tempfile.TemporaryDirectory() as name:
        folder = terraform.written(files, Path(name))
        if difference := terraform.formatted(folder):
            return [difference]
        used = [name for name in SERVED if f'"{facts(name)["provider"]}"'.encode() in files["versions.tf"]]
        with serving(folder, *(name for name in used if name != judge)) as providers:
            plugins = AWS if judge == "aws" else None
            env = {"TF_REATTACH_PROVIDERS": providers}
            refused = terraform.faults(folder, env=env, plugins=plugins)
            return refused or (terraform_plan.faults(folder, files, env=env) if judge == "schemas" else [])


def judge(files: Files) -> list[str]:
    refused = [fault for name in JUDGES for fault in judged(files, name)]
    return refused or [fault for one in files.values() for fault in hcl_walk.faults(one.decode(), KNOWN)]


DAMAGES: Mapping[str, Damage] = {
    "a misspelt key": replaced(".tf", b"cidr_block ", b"cidr_blok "),
    "a wrong type": replaced(
        ".tf", b"deployment_maximum_percent         = 200", b'deployment_maximum_percent         = "many"'
    ),
    "a missing brace": replaced(".tf", b"lifecycle {", b"lifecycle "),
    "a missing required argument": replaced(".tf", b"  vpc_id   = aws_vpc", b"  #vpc_id   = aws_vpc"),
    "an index that nothing has": replaced(
        ".tf", b'aws_nat_gateway.nat-euw["az-1"].id', b'aws_nat_gateway.nat-euw["az-9"].id'
    ),
    "an unknown key of a nested object": replaced(".tf", b"      num_replicas = ", b"      replica_count = "),
    "a reference to nothing": replaced(".tf", b"aws_vpc.vpc.id", b"aws_vpc.other.id"),
    "a block for an attribute": replaced(".tf", b"  policy = jsonencode({", b"  policy {"),
}
