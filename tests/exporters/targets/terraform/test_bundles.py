"""Every topology at AWS or DigitalOcean becomes a module that Terraform accepts, complete and always the same."""

import random
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from exporters.output import Output
from exporters.registry import find_target
from exporters.targets.terraform.places import FILE_OF
from tests.exporters.targets.terraform.sites import many_nodes, two_regions, whole
from tests.strategies import graphs
from tests.support import hcl_walk, terraform
from tests.support.schema_provider import facts, serving
from topologies.documents import dump, parse
from topologies.examples import examples
from topologies.graph import Graph, build

TARGET = find_target("terraform")
GRAPHS: dict[str, Graph] = {
    **{f"{one.system}/{one.slug}": one.graph() for one in examples()},
    "whole": whole(),
    "two-regions": two_regions(),
}
FITTING = sorted(name for name, graph in GRAPHS.items() if TARGET.supports(graph) is None)
AWS = terraform.plugin_folder("aws")
JUDGES = ["schemas", *(["aws"] if AWS else [])]  # the real provider too, on a machine that has it
KNOWN = {
    name: one for provider in ("aws", "digitalocean") for name, one in facts(provider)["resources"].items()
}


def judged(files: Mapping[str, bytes], judge: str) -> list[str]:
    """What Terraform has against the module: its format, then its meaning."""
    with tempfile.TemporaryDirectory() as name:
        folder = terraform.written(files, Path(name))
        if difference := terraform.formatted(folder):
            return [difference]
        served = ("digitalocean",) if judge == "aws" else ("aws", "digitalocean")
        with serving(folder, *served) as providers:
            plugins = AWS if judge == "aws" else None
            return terraform.faults(folder, env={"TF_REATTACH_PROVIDERS": providers}, plugins=plugins)


def text_of(output: Output) -> str:
    return b"\n".join(output.files.values()).decode()


def test_the_examples_hold_topologies_at_both_providers() -> None:
    written = "".join(text_of(TARGET.generate(GRAPHS[name])) for name in FITTING if "/" in name)
    assert 'provider "digitalocean"' in written
    assert 'provider "aws"' in written


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("name", FITTING)
def test_terraform_accepts_the_module(name: str, judge: str) -> None:
    assert judged(TARGET.generate(GRAPHS[name]).files, judge) == []


@pytest.mark.parametrize("name", FITTING)
def test_every_key_is_one_that_the_provider_knows(name: str) -> None:
    output = TARGET.generate(GRAPHS[name])
    assert [fault for body in output.files.values() for fault in hcl_walk.faults(body.decode(), KNOWN)] == []


@pytest.mark.parametrize("name", FITTING)
def test_the_same_topology_gives_the_same_bytes_in_any_order(name: str) -> None:
    graph = GRAPHS[name]
    elements = list(graph.elements())
    random.Random(7).shuffle(elements)
    assert TARGET.generate(build(graph.header, elements)) == TARGET.generate(parse(dump(graph)))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(graphs())
def test_any_valid_topology_is_written_so_that_terraform_reads_it(graph: Graph) -> None:
    """Labels in it try to break out of every format."""
    if TARGET.supports(graph) is None:
        assert judged(TARGET.generate(graph).files, "schemas") == []


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(graphs())
def test_no_element_is_left_out_in_silence(graph: Graph) -> None:
    if TARGET.supports(graph) is None:
        output = TARGET.generate(graph)
        assert output.covered | output.skipped.keys() == graph.by_key.keys()
        assert all(output.skipped.values())


def test_every_resource_type_has_facts() -> None:
    data = {name for provider in ("aws", "digitalocean") for name in facts(provider)["data_sources"]}
    assert set(FILE_OF) == KNOWN.keys() | data


def test_a_thousand_nodes_are_written() -> None:
    assert len(TARGET.generate(many_nodes(1000)).covered) >= 1000


# --- faults that must be seen ----------------------------------------------------------------------------

BROKEN = {
    "a misspelt key": ("cidr_block ", "cidr_blok "),
    "a wrong type": (
        "deployment_maximum_percent         = 200",
        'deployment_maximum_percent         = "many"',
    ),
    "a missing brace": ("lifecycle {", "lifecycle "),
    "a missing required argument": ("  vpc_id   = aws_vpc", "  #vpc_id   = aws_vpc"),
    "a reference to nothing": ("aws_vpc.vpc.id", "aws_vpc.other.id"),
    "a block for an attribute": ("  policy = jsonencode({", "  policy {"),
}


@pytest.mark.parametrize("change", BROKEN)
def test_the_judges_refuse_a_broken_module(change: str) -> None:
    files = TARGET.generate(GRAPHS["infrar/production"]).files
    old, new = BROKEN[change]
    broken = {path: body.decode().replace(old, new, 1).encode() for path, body in files.items()}
    assert broken != files
    with tempfile.TemporaryDirectory() as name:
        folder = terraform.written(broken, Path(name))
        with serving(folder, "aws", "digitalocean") as providers:
            assert terraform.faults(folder, env={"TF_REATTACH_PROVIDERS": providers}) != []


def test_the_walk_sees_unknown_missing_and_read_only_keys() -> None:
    text = 'resource "aws_vpc" "a" {\n  arn = "x"\n  colour = 1\n}\nresource "aws_route_table" "b" {}\n'
    assert hcl_walk.faults(text, KNOWN) == [
        "aws_vpc.a.arn: read-only",
        "aws_vpc.a.colour: unknown",
        "aws_route_table.b.vpc_id: missing",
    ]
