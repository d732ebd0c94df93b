"""What the source documents state against what the examples hold."""

import re
from collections.abc import Iterator
from ipaddress import ip_network

import pytest

from tests.topologies.examples.fact_tables import (
    SEEDS,
    Fact,
    Table,
    agrees,
    counted,
    figures,
    graph,
    leaves,
    model,
    tables,
)
from topologies.documents import dump
from topologies.examples import examples
from topologies.examples.friendly import ASSUMED

TOPOLOGIES = [(table, topology) for table in tables() for topology in table.counts]
FACTS = [fact for table in tables() for fact in table.facts]


def _name(value: object) -> str:
    return value.document if isinstance(value, Table) else str(value)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact.topology} {fact.at} {fact.words}"[:90])
def test_model_holds_what_the_document_states(fact: Fact) -> None:
    found = fact.found(model(fact.topology))
    if fact.holds is not None:
        assert fact.holds in str(found)
    else:
        assert agrees(found, fact.expected), found


@pytest.mark.parametrize(("table", "topology"), TOPOLOGIES, ids=_name)
def test_model_holds_as_many_elements_as_the_document_states(table: Table, topology: str) -> None:
    found = counted(topology)
    assert {name: found[name] for name in table.counts[topology]} == table.counts[topology]


@pytest.mark.parametrize(("table", "topology"), TOPOLOGIES, ids=_name)
def test_model_holds_no_figure_that_no_fact_accounts_for(table: Table, topology: str) -> None:
    covered = {
        fact.path + path
        for fact in table.facts
        if fact.topology == topology and fact.holds is None
        for path, _ in leaves(fact.expected)
    }
    assert [path for path in _figures_of(topology) if path not in covered] == []


def _figures_of(topology: str) -> Iterator[tuple[str, ...]]:
    """Paths of the numbers and addresses in a model, but for default ports that are noted as assumed."""
    document = dump(graph(topology))
    assumed = {key for key, port in document.get("ports", {}).items() if port.get("note") == ASSUMED}
    for path, value in leaves(document):
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if path != ("format",) and path[1] not in assumed and (number or _is_network(value)):
            yield path


def _is_network(value: object) -> bool:
    try:
        ip_network(value if isinstance(value, str) else "")
    except ValueError:
        return False
    return True


def test_every_example_has_a_table_of_facts() -> None:
    drawn = {f"{e.system}/{e.slug}" for e in examples() if e.hardening is None}
    assert drawn == {topology for _, topology in TOPOLOGIES}


@pytest.mark.parametrize(("table", "topology"), TOPOLOGIES, ids=_name)
def test_every_source_is_the_document_or_an_assumption_with_a_note(table: Table, topology: str) -> None:
    for element in graph(topology).elements():
        assert element.stated_in.startswith(f"{table.document}, ") or element.note, element.key


if SEEDS.is_dir():  # the documents themselves are not part of this repository

    @pytest.mark.parametrize("table", tables(), ids=_name)
    def test_every_figure_of_the_document_is_a_fact_or_ignored_for_a_reason(table: Table) -> None:
        stated = figures((SEEDS / table.document).read_text())
        facts = set().union(*(figures(fact.words) for fact in table.facts))
        assert stated - facts - set(table.ignored) == set()
        assert set(table.ignored) <= stated - facts

    @pytest.mark.parametrize("table", tables(), ids=_name)
    def test_every_section_named_is_a_section_of_the_document(table: Table) -> None:
        text = (SEEDS / table.document).read_text()
        headings = {_plain(line) for line in text.splitlines() if line.startswith(("#", "**"))}
        for fact in table.facts:
            assert any(_plain(fact.section) in heading for heading in headings), fact.section


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", heading.lower()).strip()
