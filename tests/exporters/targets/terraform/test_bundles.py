"""Every topology at a provider that the target knows becomes a module that Terraform accepts, complete and always the same."""

import random

import pytest
from hypothesis import HealthCheck, given, settings

from exporters.output import Output
from exporters.registry import find_target
from exporters.targets.terraform.places import FILE_OF
from exporters.targets.terraform.providers import PROVIDERS
from tests.exporters.targets.terraform.elsewhere import elsewhere
from tests.exporters.targets.terraform.sites import many_nodes, two_regions, whole
from tests.strategies import graphs
from tests.support import hcl_walk
from tests.support.schema_provider import facts
from tests.verifiers.terraform import JUDGES, KNOWN, SERVED, judged
from topologies.documents import dump, parse
from topologies.examples import examples
from topologies.graph import Graph, build

TARGET = find_target("terraform")
GRAPHS: dict[str, Graph] = {
    **{f"{one.system}/{one.slug}": one.graph() for one in examples()},
    "whole": whole(),
    "two-regions": two_regions(),
    "elsewhere": elsewhere(),
}
FITTING = sorted(name for name, graph in GRAPHS.items() if TARGET.supports(graph) is None)


def text_of(output: Output) -> str:
    return b"\n".join(output.files.values()).decode()


def test_the_examples_hold_topologies_at_every_provider() -> None:
    written = "".join(text_of(TARGET.generate(GRAPHS[name])) for name in FITTING if "/" in name)
    assert [one.name for one in PROVIDERS.values() if f'provider "{one.name}"' not in written] == []


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("name", ["whole", "two-regions", "elsewhere"])  # the examples are in the matrix
def test_terraform_accepts_the_module(name: str, judge: str) -> None:
    assert judged(TARGET.generate(GRAPHS[name]).files, judge) == []


@pytest.mark.parametrize("name", ["whole", "two-regions", "elsewhere"])
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
    data = {name for provider in SERVED for name in facts(provider)["data_sources"]}
    assert set(FILE_OF) == KNOWN.keys() | data


def test_a_thousand_nodes_are_written() -> None:
    assert len(TARGET.generate(many_nodes(1000)).covered) >= 1000


# --- faults that must be seen ----------------------------------------------------------------------------


def test_the_walk_sees_unknown_missing_and_read_only_keys() -> None:
    text = 'resource "aws_vpc" "a" {\n  arn = "x"\n  colour = 1\n}\nresource "aws_route_table" "b" {}\n'
    assert hcl_walk.faults(text, KNOWN) == [
        "aws_vpc.a.arn: read-only",
        "aws_vpc.a.colour: unknown",
        "aws_route_table.b.vpc_id: missing",
    ]
