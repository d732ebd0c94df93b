"""Runs the rules."""

from collections.abc import Collection, Iterator
from types import MappingProxyType
from typing import Literal

from topologies.graph import Graph
from topologies.validation.context import Context
from topologies.validation.model import Finding, Report, Verdict, Violation, fingerprint
from topologies.validation.registry import RuleSpec, rules


def check(graph: Graph, only: Collection[str] | None = None) -> Report:
    """What the rules (or only those of these codes) say of the graph.

    Raises:
        KeyError: a code in `only` is no rule.
    """
    chosen = rules().values() if only is None else [rules()[code] for code in sorted(only)]
    context = Context(graph)
    found = {spec.code: tuple(_findings(spec, context)) for spec in chosen}
    findings = sorted((one for rows in found.values() for one in rows), key=lambda one: one.rank)
    return Report(tuple(findings), MappingProxyType({code: _verdict(rows) for code, rows in found.items()}))


def _findings(spec: RuleSpec, context: Context) -> Iterator[Finding]:
    unique = {_identity(spec, violation): violation for violation in spec.check(context)}
    for (verdict, identity), violation in unique.items():
        yield Finding(
            code=spec.code,
            title=spec.title,
            severity=spec.severity,
            verdict=verdict,
            subjects=tuple(sorted(set(violation.subjects))),
            message=violation.message,
            evidence=violation.evidence,
            fingerprint=identity,
            missing=violation.missing,
            fixes=violation.fixes,
        )


def _identity(spec: RuleSpec, violation: Violation) -> tuple[Literal["fail", "unknown"], str]:
    verdict: Literal["fail", "unknown"] = "unknown" if violation.missing else "fail"
    return verdict, fingerprint(spec.code, verdict, violation)


def _verdict(findings: tuple[Finding, ...]) -> Verdict:
    verdicts = {finding.verdict for finding in findings}
    return "fail" if "fail" in verdicts else "unknown" if "unknown" in verdicts else "pass"
