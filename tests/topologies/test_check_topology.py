"""The command that judges a topology."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.builders import topology
from tests.cast import Cast, assembled, example
from topologies.validation.model import Conflict, Finding
from topologies.validation.reports import Account, as_text


@pytest.fixture
def cast(db: None) -> Cast:
    return assembled(example("infrar", "staging"))


def told(*words: str) -> str:
    into = StringIO()
    call_command("check_topology", *words, stdout=into)
    return into.getvalue()


def test_it_prints_findings_worst_first(cast: Cast) -> None:
    lines = told("infrar/staging").splitlines()
    assert [line.split()[:2] for line in lines if line.startswith("high")][:1] == [["high", "CON03"]]


def test_json_names_what_a_machine_needs(cast: Cast) -> None:
    found = json.loads(told("infrar/staging", "--format", "json"))
    wanted = {"code", "severity", "verdict", "subjects", "evidence", "fingerprint"}
    assert found
    assert all(wanted <= row.keys() for row in found)


def test_it_fails_at_the_severity_asked_for_and_above(cast: Cast) -> None:
    with pytest.raises(CommandError, match="at or above medium") as ended:
        told("infrar/staging", "--fail-on", "medium")
    assert ended.value.returncode == 1


@pytest.mark.parametrize("name", ["infrar/nothing", "infrar", "", "a/b/c"])
def test_a_topology_that_is_not_there_is_named(db: None, name: str) -> None:
    with pytest.raises(CommandError, match="There is no topology") as ended:
        told(name)
    assert ended.value.returncode == 2


def test_no_label_reaches_the_terminal_as_control_characters() -> None:
    evidence = Conflict(("db",), "text")
    finding = Finding("NET01", "Title", "high", "fail", ("db",), "a\x1b[31m\nb", evidence, "0" * 16)
    account = Account(topology(), (finding,), (), date(2030, 1, 1))
    assert as_text(account).splitlines()[0] == "high     NET01  a [31m b"
