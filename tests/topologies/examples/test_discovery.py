"""Finding the example files, and what a damaged one says."""

from pathlib import Path

import pytest

from topologies.examples import Example, examples, systems
from topologies.graph import Faults

SYSTEM = "label: Shop\nsummary: Sells things.\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for system in ("shop", "bank"):
        (tmp_path / system).mkdir()
        (tmp_path / system / "system.yaml").write_text(SYSTEM)
        for slug in ("two", "one"):
            (tmp_path / system / f"{slug}.yaml").write_text("topology: {label: Fine}")
    (tmp_path / "__pycache__").mkdir()
    return tmp_path


def test_examples_come_by_system_and_slug(home: Path) -> None:
    found = [(example.system, example.slug) for example in examples(home)]
    assert found == [("bank", "one"), ("bank", "two"), ("shop", "one"), ("shop", "two")]


def test_systems_come_by_slug_with_label_and_summary(home: Path) -> None:
    assert [system.slug for system in systems(home)] == ["bank", "shop"]
    assert systems(home)[0].summary == "Sells things."


def test_every_topology_has_a_system() -> None:
    assert {example.system for example in examples()} == {system.slug for system in systems()}


@pytest.mark.parametrize("example", examples(), ids=lambda example: f"{example.system}/{example.slug}")
def test_every_example_parses(example: Example) -> None:
    header = example.graph().header
    assert (header.system, header.slug) == (example.system, example.slug)
    assert header.label
    assert header.stated_in


def test_missing_system_file_is_named(home: Path) -> None:
    (home / "shop" / "system.yaml").unlink()
    with pytest.raises(Faults, match=r"shop\.system\.yaml: is missing"):
        systems(home)


@pytest.mark.parametrize(
    "text", ["label: Shop", SYSTEM + "colour: red", "- a", "label: 3\nsummary: x", "a: ["]
)
def test_damaged_system_file_is_refused(home: Path, text: str) -> None:
    (home / "shop" / "system.yaml").write_text(text)
    with pytest.raises(Faults):
        systems(home)


@pytest.mark.parametrize(
    "text", ["", "servers: {}", "nodes: {a: {kind: nothing}}", "a: {", "topology: {label: 3}"]
)
def test_damaged_topology_names_its_file(home: Path, text: str) -> None:
    (home / "shop" / "one.yaml").write_text(text)
    damaged = examples(home)[2]
    with pytest.raises(Faults) as caught:
        damaged.graph()
    assert caught.value.__notes__ == ["in shop/one.yaml"]
