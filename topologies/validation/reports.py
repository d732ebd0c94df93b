"""Findings as data and as text, for machines and terminals. The same report gives the same bytes."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from topologies.validation.model import Finding


def as_data(finding: Finding) -> dict[str, Any]:
    """A finding as JSON data; `evidence.type` says which kind of evidence it is."""
    kind = type(finding.evidence).__name__.lower()
    return {**asdict(finding), "evidence": {"type": kind, **asdict(finding.evidence)}}


def as_json(findings: Iterable[Finding]) -> str:
    """A JSON list of findings, worst first."""
    return json.dumps([as_data(finding) for finding in findings], indent=2, ensure_ascii=False)


def as_text(findings: Iterable[Finding]) -> str:
    """One block for each finding; control characters in labels do not reach the terminal."""
    return "\n".join(line for finding in findings for line in _lines(finding)) or "No findings."


def _lines(finding: Finding) -> Iterator[str]:
    level = finding.severity if finding.verdict == "fail" else "unknown"
    yield f"{level:<8} {finding.code}  {_printable(finding.message)}"
    if finding.subjects:
        yield f"{'':<8} at {', '.join(finding.subjects)}  [{finding.fingerprint}]"
    for fact in finding.missing:
        yield f"{'':<8} missing: {_printable(fact)}"


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)
