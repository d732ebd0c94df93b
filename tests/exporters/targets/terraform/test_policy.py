"""Checkov finds nothing in the Terraform of any AWS topology but what accepted.yaml decides, each with its reason."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from exporters.registry import find_target
from topologies.examples import examples

CHECKOV = Path(sys.prefix) / "policy" / "bin" / "checkov"
ACCEPTED = Path(find_target("terraform").make.__code__.co_filename).with_name("accepted.yaml")
TARGET = find_target("terraform")
CLOSED, OPEN = b"block_public_acls       = true", b"block_public_acls       = false"


@dataclass(frozen=True)
class Failure:
    check: str
    where: str  # system/topology:address


@dataclass(frozen=True)
class Acceptance:
    check: str
    pattern: str
    why: str

    def covers(self, one: Failure) -> bool:
        return one.check == self.check and fnmatchcase(one.where, self.pattern)


def accepted() -> Iterator[Acceptance]:
    for one in YAML(typ="safe").load(ACCEPTED):
        yield from (Acceptance(one["check"], pattern, one["why"]) for pattern in one["on"])


def at_aws() -> dict[str, dict[str, bytes]]:
    graphs = {f"{one.system}/{one.slug}": one.graph() for one in examples()}
    made = {
        name: TARGET.generate(graph).files for name, graph in graphs.items() if not TARGET.supports(graph)
    }
    return {name: dict(files) for name, files in made.items() if b'provider "aws"' in files["versions.tf"]}


def failed_checks(report: Any) -> Iterator[Failure]:
    for one in report["results"]["failed_checks"]:
        topology = one["file_path"].strip("/").rpartition("/")[0]
        yield Failure(one["check_id"], f"{topology}:{one['resource'].partition('[')[0]}")


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> frozenset[Failure]:
    """One run over all modules, and over a damaged one, so that Checkov is seen to be awake."""
    assert CHECKOV.is_file(), f"NOT VERIFIED HERE: Checkov is missing at {CHECKOV}; `make policy` installs it"
    folder = tmp_path_factory.mktemp("policy")
    modules = at_aws()
    healthy = next(files for files in modules.values() if CLOSED in files["data.tf"])
    damaged = {path: body.replace(CLOSED, OPEN) for path, body in healthy.items()}
    for name, files in {**modules, "damaged/copy": damaged}.items():
        (folder / name).mkdir(parents=True)
        for path, body in files.items():
            (folder / name / path).write_bytes(body)
    command = [CHECKOV, "-d", folder, "--framework", "terraform", "--skip-download", "--quiet", "--compact"]
    done = subprocess.run([*command, "-o", "json"], capture_output=True, text=True, timeout=300, check=False)
    report = json.loads(done.stdout)
    assert report["summary"]["parsing_errors"] == 0
    assert report["summary"]["passed"] > 1000
    return frozenset(failed_checks(report))


def healthy(failures: frozenset[Failure]) -> list[Failure]:
    return sorted((one for one in failures if not one.where.startswith("damaged/")), key=str)


def test_no_check_fails_but_those_that_are_decided_otherwise(failures: frozenset[Failure]) -> None:
    decided = list(accepted())
    assert [one for one in healthy(failures) if not any(each.covers(one) for each in decided)] == []


def test_every_decision_is_needed_and_says_why(failures: frozenset[Failure]) -> None:
    decided = list(accepted())
    assert [each for each in decided if not any(each.covers(one) for one in healthy(failures))] == []
    assert [each for each in decided if len(each.why) < 20] == []


def test_checkov_sees_a_bucket_that_is_open(failures: frozenset[Failure]) -> None:
    assert "CKV_AWS_53" in {one.check for one in failures if one.where.startswith("damaged/")}
