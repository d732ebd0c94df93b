"""Every rule on the topologies of cases/<code>.yaml, in the notation of tests.builders.

A case names the rule's verdict and exactly the subjects of each finding; `unknown` ones also the facts they miss.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.builders import topology
from topologies.validation import check, rules

CASES = Path(__file__).parent / "cases"
VERDICTS = {"fail", "pass", "unknown"}
# Rules that judge only what is drawn: no fact that somebody left out can decide.
NEVER_UNKNOWN = {"CON05", "CON07", "NET02", "NET07", "NET09", "NET10", "NET11", "NET12"}


@cache
def _read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = YAML(typ="safe", pure=True).load(path.read_text())
    return data


def _cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        for name, case in _read(path).items():
            yield pytest.param(path.stem.upper(), case, id=f"{path.stem}-{name}")


@pytest.mark.parametrize(("code", "case"), list(_cases()))
def test_the_rule_says_what_the_case_expects(code: str, case: dict[str, Any]) -> None:
    report = check(topology(**case["topology"]), only=[code])

    assert report.verdicts[code] == case["verdict"], [finding.message for finding in report.findings]
    assert [list(finding.subjects) for finding in report.findings] == case.get("findings", [])
    missing = sorted(fact for finding in report.findings for fact in finding.missing)
    assert missing == sorted(case.get("missing", []))


@pytest.mark.parametrize("code", rules())
def test_every_rule_has_a_failing_a_passing_and_an_unknown_case(code: str) -> None:
    cases = _read(CASES / f"{code.lower()}.yaml").values()

    expected = VERDICTS - {"unknown"} if code in NEVER_UNKNOWN else VERDICTS
    assert {case["verdict"] for case in cases} == expected
