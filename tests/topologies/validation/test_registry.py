"""How rules are declared, found and run."""

from collections.abc import Iterator

import pytest

from tests.builders import topology
from topologies.validation import Context, check, registry, rules
from topologies.validation.model import Conflict, Violation, fingerprint


def nothing(context: Context) -> Iterator[Violation]:
    """A page."""
    yield from ()


def test_rules_are_found_in_order_with_a_page_and_sources() -> None:
    assert list(rules()) == sorted(rules())
    assert {"CON03", "NET01", "RES02"} <= set(rules())
    assert all(spec.page and spec.summary and spec.sources for spec in rules().values())


def test_a_code_that_is_taken_is_refused() -> None:
    rules()
    with pytest.raises(ValueError, match="rule NET01 is declared twice"):
        registry.rule("NET01", severity="low", title="Again")(nothing)


def test_a_rule_without_a_page_is_refused() -> None:
    def bare(context: Context) -> Iterator[Violation]:
        yield from ()

    with pytest.raises(ValueError, match="XYZ01 needs a title and a docstring"):
        registry.rule("XYZ01", severity="low", title="No page")(bare)


@pytest.mark.parametrize("code", ["NET1", "net01", "NETW01", ""])
def test_a_malformed_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="three capital letters and two digits"):
        registry.rule(code, severity="low", title="Odd")(nothing)


def test_only_the_rules_asked_for_run() -> None:
    assert list(check(topology(), only=["RES02"]).verdicts) == ["RES02"]
    with pytest.raises(KeyError, match="XYZ99"):
        check(topology(), only=["XYZ99"])


def test_a_report_sorts_by_severity_then_code_and_counts_failures() -> None:
    """[box: db:5432] open to the internet, on one machine"""
    shape = topology(zones={"box": {"host": "droplet", "holds": ["db"]}}, ports={"db": [5432]})
    report = check(shape, only=["RES02", "NET01"])

    assert [finding.code for finding in report.findings] == ["NET01", "RES02"]
    assert dict(report.counts) == {"critical": 1, "high": 1, "medium": 0, "low": 0}


def test_a_fingerprint_follows_subjects_and_causes_only() -> None:
    def of(subjects: tuple[str, ...], message: str, causes: tuple[str, ...]) -> str:
        return fingerprint("NET01", "fail", Violation(subjects, message, Conflict((), ""), causes))

    assert of(("a", "b"), "one", ("x", "y")) == of(("b", "a"), "two", ("y", "x", "y"))
    assert of(("a",), "one", ("x",)) != of(("a",), "one", ("z",))
