"""Runs the rules."""

from collections.abc import Collection, Iterable, Iterator
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
    chosen = list(rules().values()) if only is None else [rules()[code] for code in sorted(only)]
    return report_of(tuple(found(Context(graph), chosen)), chosen)


def found(context: Context, chosen: Iterable[RuleSpec]) -> Iterator[Finding]:
    """What these rules find, rule by rule."""
    for spec in chosen:
        yield from _findings(spec, context)


def report_of(findings: Iterable[Finding], chosen: Iterable[RuleSpec] | None = None) -> Report:
    """The report of these findings, of every rule or of those that were chosen."""
    ordered = tuple(sorted(findings, key=lambda one: one.rank))
    said: dict[str, set[str]] = {
        spec.code: set() for spec in (rules().values() if chosen is None else chosen)
    }
    for one in ordered:
        said[one.code].add(one.verdict)
    return Report(ordered, MappingProxyType({code: _verdict(verdicts) for code, verdicts in said.items()}))


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


def _verdict(verdicts: set[str]) -> Verdict:
    return "fail" if "fail" in verdicts else "unknown" if "unknown" in verdicts else "pass"
