"""The hardened copies: what they repair, by operations alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from topologies.documents import dump
from topologies.examples import Example, examples, hardened
from topologies.graph import Faults, Graph
from topologies.operations import apply, diff
from topologies.validation import check

HARDENED = {f"{one.system}/{one.slug}": one for one in examples() if one.hardening}
WANTED = {
    "chpp/multi-region-hardened",
    "collab/active-active-hardened",
    "infinri/geo-hardened",
    "infinri/multi-droplet-hardened",
    "infrar/production-hardened",
    "railway/production-hardened",
}
copies = pytest.mark.parametrize("name", sorted(WANTED))


def _base(example: Example) -> Graph:
    assert example.hardening is not None
    wanted = (example.system, example.hardening.recipe.base)
    return next(one for one in examples() if (one.system, one.slug) == wanted).graph()


def _grave(graph: Graph) -> Iterator[str]:
    for finding in check(graph).findings:
        if finding.severity in ("critical", "high"):
            yield f"{finding.code} {finding.verdict} {', '.join(finding.subjects)}: {finding.message}"


def test_every_production_topology_has_a_hardened_copy() -> None:
    assert set(HARDENED) == WANTED


@copies
def test_nothing_grave_is_wrong_with_a_hardened_copy_nor_left_open(name: str) -> None:
    assert list(_grave(HARDENED[name].graph())) == []


@copies
def test_a_copy_is_its_base_after_operations_and_a_name_of_its_own(name: str) -> None:
    example = HARDENED[name]
    hardening = example.hardening
    assert hardening is not None
    base, copy = _base(example), example.graph()
    changed = apply(base, hardening.operations).graph

    assert {change.section for change in diff(changed, copy)} == {"topology"}
    header, own = dump(changed)["topology"], dump(copy)["topology"]
    assert {word for word in {*header, *own} if header.get(word) != own.get(word)} == {
        "label", "notes", "slug", "summary",
    }  # fmt: skip


@copies
def test_no_objective_is_lowered(name: str) -> None:
    example = HARDENED[name]
    assert example.graph().header.objectives == _base(example).header.objectives


@copies
def test_every_change_is_told_in_the_notes(name: str) -> None:
    example = HARDENED[name]
    assert example.hardening is not None
    told = [note.text for note in example.graph().header.notes]
    steps = example.hardening.recipe.changes
    assert told[: len(steps)] == [f"{', '.join(step.removes)}: {step.why}" for step in steps]


@copies
def test_every_change_removes_a_finding_of_each_rule_that_it_names(name: str) -> None:
    example = HARDENED[name]
    assert example.hardening is not None
    graph = _base(example)
    before = _findings(graph)
    for step in example.hardening.recipe.changes:
        graph = apply(graph, hardened.operations_of(step)).graph
        after = _findings(graph)
        assert set(step.removes) <= {code for code, _ in before - after}, step.why
        before = after


def _findings(graph: Graph) -> set[tuple[str, str]]:
    return {(finding.code, finding.fingerprint) for finding in check(graph).findings}


def test_the_page_of_the_copies_is_that_of_their_files() -> None:
    recipes = {name: one.hardening.recipe for name, one in HARDENED.items() if one.hardening}
    assert Path("docs/hardened.md").read_text() == hardened.page(recipes)


def test_a_damaged_recipe_names_its_field_and_its_file(tmp_path: Path) -> None:
    path = tmp_path / "copy.yaml"
    path.write_text(
        "base: one\nlabel: Copy\nsummary: Repaired.\nchanges: [{removes: [net1], why: x, operations: []}]\n"
    )
    with pytest.raises(Faults, match=r"changes\.0\.removes\.0") as caught:
        Example("system", "copy", path).graph()
    assert caught.value.__notes__ == ["in system/copy.yaml"]


def test_a_damaged_operation_is_named_by_its_change(tmp_path: Path) -> None:
    path = tmp_path / "copy.yaml"
    path.write_text(
        "base: one\nlabel: Copy\nsummary: Repaired.\n"
        "changes: [{removes: [NET01], why: x, operations: [{op: update, key: db}]}]\n"
    )
    with pytest.raises(Faults, match=r"db\.changes\.0\.operations\.0\.update\.fields"):
        Example("system", "copy", path).graph()
