"""Every fault gets exactly one error that names the element and the field, by whichever door it comes in."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from rest_framework.test import APIClient

from tests.rest import HOME, caller, refusal
from tests.topologies.conftest import person
from topologies.documents import dump, encode, loads, parse
from topologies.graph import Fault, Faults, Graph
from topologies.models import Draft, Role, System, Topology
from topologies.operations import apply, parse_operations
from topologies.services import revision_create
from topologies.snapshots import read_graph

Row = dict[str, Any]
TABLE = yaml.safe_load(Path(__file__).with_name("faults.yaml").read_text().replace("LONG", "x" * 201))
SOUND = {"format": 1, "topology": {"system": "sample", "slug": "topology"}, **TABLE["sound"]}
ROWS = TABLE["rows"]
every_row = pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)


def document(*rows: Row) -> Row:
    """The sound topology with what these rows add or change."""
    found = deepcopy(SOUND)
    for row in rows:
        for section, elements in row["new"].items():
            for key, fields in elements.items():
                table = found.setdefault(section, {})
                table[key] = {**table.get(key, {}), **fields}
    return found


def operations(row: Row) -> list[Row]:
    """The same as edits of the sound topology."""
    return [
        {"op": "update", "key": key, "fields": fields}
        if key in SOUND.get(section, {})
        else {"op": "add", "section": section, "key": key, "fields": fields}
        for section, elements in row["new"].items()
        for key, fields in elements.items()
    ]


def judge(faults: list[Fault], row: Row) -> None:
    """There is one fault, at the element and the field that the row names ("*" = any of those that it brings)."""
    element, field, words = row["refused"]
    assert len(faults) == 1, faults
    [fault] = faults
    brought = {key for elements in row["new"].values() for key in elements}
    assert fault.element in (brought if element == "*" else {element}), fault
    assert fault.field.rpartition("add.")[2] == field, fault  # an edit says where its key is
    assert str(words) in fault.message
    assert len(fault.message) > 5


def test_the_sound_topology_is_sound() -> None:
    assert dump(parse(SOUND))["nodes"].keys() == {"app", "copy", "db"}


@every_row
def test_a_document_with_one_fault_is_refused_by_one_error(row: Row) -> None:
    with pytest.raises(Faults) as refused:
        loads(encode(document(row)))

    judge(list(refused.value.faults), row)


@every_row
def test_an_edit_with_one_fault_is_refused_by_one_error(row: Row) -> None:
    graph = parse(SOUND)
    with pytest.raises(Faults) as refused:
        apply(graph, parse_operations(operations(row)))

    judge(list(refused.value.faults), row)
    assert dump(graph) == dump(parse(SOUND))


def test_each_of_several_faults_gets_its_own_error() -> None:
    names = ("port 70000", "host bits in a rule", "instances backwards", "choice that is none")
    rows = [ROWS[name] for name in names]
    with pytest.raises(Faults) as refused:
        parse(document(*rows))

    assert sorted((one.element, one.field) for one in refused.value.faults) == sorted(
        tuple(row["refused"][:2]) for row in rows
    )


# --- by REST -----------------------------------------------------------------------------------------------------


@pytest.fixture
def architect_calls(system: System) -> APIClient:
    return caller(person("drawer", system, Role.ARCHITECT))


@pytest.fixture
def published(topology: Topology, architect) -> Graph:
    graph = parse(SOUND)
    revision_create(topology=topology, graph=graph, author=architect, comment="Sound.")
    return graph


def test_an_edit_by_rest_is_refused_in_the_same_words_and_changes_nothing(
    architect_calls: APIClient, published: Graph
) -> None:
    draft = architect_calls.post(HOME + "drafts/")["Location"].removeprefix("http://testserver")
    for number, row in enumerate(ROWS.values()):
        body = {"base_version": 0, "request_id": f"row-{number}", "operations": operations(row)}
        error = refusal(architect_calls.post(draft + "operations/", body), 400)
        judge([Fault(**one) for one in error["faults"]], row)

    stored = Draft.objects.get(purpose="working")
    assert (stored.version, read_graph(stored)) == (0, published)
