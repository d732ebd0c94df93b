"""Findings as pages show them."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from topologies.graph import Graph
from topologies.models import Topology
from topologies.pages.evidence import readable
from topologies.pages.words import element_href
from topologies.validation import Finding
from topologies.validation.model import SEVERITIES

Row = dict[str, Any]


def finding_row(finding: Finding, topology: Topology, graph: Graph) -> Row:
    """One finding with its links and its evidence in words."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "title": finding.title,
        "message": finding.message,
        "rule_href": reverse("rule", args=[finding.code]),
        "subjects": [{"key": key, "href": element_href(topology, key)} for key in _known(finding, graph)],
        "evidence": readable(finding.evidence, graph),
        "missing": finding.missing,
        "fingerprint": finding.fingerprint,
    }


def _known(finding: Finding, graph: Graph) -> Iterable[str]:
    return (key for key in finding.subjects if key in graph.by_key)


def grouped(findings: Iterable[Finding], topology: Topology, graph: Graph) -> list[Row]:
    """Failures by severity, then what nobody can know; each group with its rows. Empty groups are left out."""
    ordered = list(findings)
    groups: list[Row] = [
        {"slug": severity, "label": severity.capitalize(), "rows": _failures(ordered, severity)}
        for severity in SEVERITIES
    ]
    unknown = [finding for finding in ordered if finding.verdict == "unknown"]
    groups.append({"slug": "unknown", "label": "Cannot be judged", "rows": unknown})
    return [
        {**group, "rows": [finding_row(row, topology, graph) for row in group["rows"]]}
        for group in groups
        if group["rows"]
    ]


def _failures(findings: list[Finding], severity: str) -> list[Finding]:
    return [row for row in findings if row.severity == severity and row.verdict == "fail"]
