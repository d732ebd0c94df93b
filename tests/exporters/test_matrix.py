"""Every target times every topology of the five systems is accepted by the program that reads the files; and that
program refuses damaged files, so it is not asleep."""

from collections.abc import Iterator

import pytest

from tests.exporters.generated import CELLS, TARGETS, output
from tests.verifiers import Files, verifiers

VERIFIERS = verifiers()
DAMAGES = [(slug, name) for slug, verifier in VERIFIERS.items() for name in verifier.damages]


def outputs(slug: str) -> Iterator[Files]:
    return (output(slug, name).files for target, name in CELLS if target == slug)


def test_every_target_has_a_verifier_that_is_on_this_machine() -> None:
    assert VERIFIERS.keys() == TARGETS.keys()
    assert {slug: found.missing for slug, found in VERIFIERS.items() if found.missing} == {}


def test_every_target_makes_sense_for_some_topology() -> None:
    assert {slug for slug, _ in CELLS} == TARGETS.keys()


@pytest.mark.parametrize(("slug", "name"), CELLS)
def test_the_program_accepts_every_file(slug: str, name: str) -> None:
    assert VERIFIERS[slug].judge(output(slug, name).files) == []


@pytest.mark.parametrize(("slug", "damage"), DAMAGES)
def test_the_program_refuses_damaged_files(slug: str, damage: str) -> None:
    broken = (VERIFIERS[slug].damages[damage](files) for files in outputs(slug))
    files = next((found for found in broken if found is not None), None)
    assert files is not None, "no topology gives files that this damage could break"
    assert VERIFIERS[slug].judge(files) != []
