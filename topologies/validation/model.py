"""What a rule says: violations, their evidence, and the report made of them."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from topologies.reachability import Answer
from topologies.validation.fixes.fix import Fix

Severity = Literal["critical", "high", "medium", "low"]
SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low")
Verdict = Literal["pass", "fail", "unknown"]


@dataclass(frozen=True, slots=True)
class Path:
    """A way that exists and should not: one answer for each connection on it, each with its hops."""

    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Blocked:
    """A way that should exist and does not: what stops it and what would open it."""

    reasons: tuple[str, ...]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lost:
    """What the topology loses when these elements fail."""

    removed: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Scenarios or parts, one a row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements that cannot both hold, or one that should not stand."""

    elements: tuple[str, ...]
    text: str


Evidence = Path | Blocked | Lost | Table | Conflict


@dataclass(frozen=True, slots=True)
class Violation:
    """What a rule yields. `causes` are the keys of what decides: with code and subjects they identify the finding, so
    they hold no label, no order and no number that changes by itself. `missing` names the facts that an unknown lacks.
    `fixes` are ways out, any one of which is enough; they are no part of the identity.
    """

    subjects: tuple[str, ...]
    message: str
    evidence: Evidence
    causes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One violation of one rule, or one thing that the rule cannot know (`unknown`: `missing` says what)."""

    code: str
    title: str
    severity: Severity
    verdict: Literal["fail", "unknown"]
    subjects: tuple[str, ...]
    message: str
    evidence: Evidence
    fingerprint: str
    missing: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()

    @property
    def rank(self) -> tuple[int, str, tuple[str, ...], str]:
        return SEVERITIES.index(self.severity), self.code, self.subjects, self.fingerprint


def fingerprint(code: str, verdict: str, violation: Violation) -> str:
    """Stable identity of a finding: the same for ever while its rule, subjects and causes are the same."""
    parts = [code, verdict, sorted(violation.subjects), sorted(set(violation.causes))]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Report:
    """Every finding, by severity, code and subjects, and a verdict for every rule that ran."""

    findings: tuple[Finding, ...]
    verdicts: Mapping[str, Verdict] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def failures(self) -> Iterator[Finding]:
        return (finding for finding in self.findings if finding.verdict == "fail")

    @property
    def unknowns(self) -> Iterator[Finding]:
        return (finding for finding in self.findings if finding.verdict == "unknown")

    @property
    def counts(self) -> Mapping[Severity, int]:
        """Failures by severity; every severity is there."""
        found = Counter(finding.severity for finding in self.failures)
        return MappingProxyType({severity: found[severity] for severity in SEVERITIES})
