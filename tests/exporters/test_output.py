"""Nothing of a topology is left out in silence, and no path leaves its folder."""

import pytest

from exporters.output import Output, output_of
from topologies import documents
from topologies.graph import Graph


@pytest.fixture
def graph() -> Graph:
    """One host with one database that listens on one port."""
    return documents.parse(
        {
            "format": 1,
            "topology": {"system": "shop", "slug": "live"},
            "zones": {"box": {"kind": "local-machine"}},
            "nodes": {"db": {"kind": "postgresql", "zone": "box"}},
            "ports": {"db-port": {"node": "db", "number": 5432}},
        }
    )


def test_every_element_is_covered_or_has_a_reason(graph: Graph) -> None:
    output = output_of(
        graph,
        files={"b": "é", "a": b"1"},
        covered={"db"},
        skipped={"box": "a host"},
        rest={"ports": "implied"},
    )
    assert output.covered == {"db"}
    assert output.skipped == {"box": "a host", "db-port": "implied"}
    assert list(output.files.items()) == [("a", b"1"), ("b", "é".encode())]


def test_an_element_without_a_reason_is_named(graph: Graph) -> None:
    with pytest.raises(ValueError, match=r"db-port \(ports\) is neither covered nor skipped"):
        output_of(graph, files={}, covered={"db"}, skipped={"box": "a host"})


def test_a_key_that_the_topology_does_not_have_is_refused(graph: Graph) -> None:
    with pytest.raises(ValueError, match="not in the topology: ghost"):
        output_of(graph, files={}, covered={"ghost"}, rest=dict.fromkeys(("zones", "nodes", "ports"), "-"))


def test_an_element_can_not_be_both_covered_and_skipped() -> None:
    with pytest.raises(ValueError, match="both covered and skipped: db"):
        Output({}, frozenset({"db"}), {"db": "no"})


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../up",
        "a/../b",
        "a//b",
        "./a",
        "a/",
        "a\\b",
        "a\x00b",
        "a\nb",
        "c:/x",
        "-rf",
        "a\u202eb",
    ],
)
def test_a_path_that_may_leave_its_folder_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match=r"path|relative|characters"):
        Output({path: b""}, frozenset(), {})


@pytest.mark.parametrize(
    "paths", [("main.tf", "MAIN.tf"), ("a", "a/b"), ("manifest.json",), ("manifest.json/x",)]
)
def test_paths_that_can_not_stand_beside_each_other_are_refused(paths: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"collides|folder"):
        Output(dict.fromkeys(paths, b""), frozenset(), {})
