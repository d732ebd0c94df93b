"""Findings as SARIF 2.1.0 (OASIS), which code hosts and editors read."""

import json
from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from topologies.reachability import INTERNET, Answer
from topologies.validation.model import Finding, Path, Severity
from topologies.validation.registry import RuleSpec, rules
from topologies.validation.reports.account import Account
from topologies.validation.reports.data import acceptance_data, evidence_data, fix_data
from topologies.validation.reports.places import Places

Json = dict[str, Any]
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Mapping[Severity, str] = MappingProxyType(
    {"critical": "error", "high": "error", "medium": "warning", "low": "note"}
)
# In the middle of the bands that code hosts draw from CVSS scores.
SCORES: Mapping[Severity, str] = MappingProxyType(
    {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "2.0"}
)


def as_sarif(account: Account) -> str:
    """One run with every rule, every finding, and what is accepted as suppressions."""
    writer = _Writer(account)
    return json.dumps(writer.log(), indent=2, ensure_ascii=False)


class _Writer:
    def __init__(self, account: Account) -> None:
        self.account = account
        self.places = Places(account.graph)
        self.numbers = {code: number for number, code in enumerate(rules())}

    def log(self) -> Json:
        return {"$schema": SCHEMA, "version": "2.1.0", "runs": [self._run()]}

    def _run(self) -> Json:
        return {
            "tool": {
                "driver": {"name": "Groundplan", "rules": [self._rule(spec) for spec in rules().values()]}
            },
            "automationDetails": {"id": f"groundplan/{self.account.name}/"},
            "columnKind": "unicodeCodePoints",
            "artifacts": [{"location": self._document(), "mimeType": "application/json"}],
            "results": [self._result(finding) for finding in self.account.findings],
            "properties": {
                "waivers": [
                    {"rule": one.rule, "fingerprint": one.fingerprint, "state": state, **acceptance_data(one)}
                    for one, state in self.account.states
                ]
            },
        }

    def _rule(self, spec: RuleSpec) -> Json:
        return {
            "id": spec.code,
            "shortDescription": {"text": spec.title},
            "fullDescription": {"text": spec.summary},
            "help": {"text": spec.page, "markdown": spec.page},
            **({"helpUri": f"{self.account.site}/rules/{spec.code}/"} if self.account.site else {}),
            "defaultConfiguration": {"level": LEVELS[spec.severity]},
            "properties": {
                "security-severity": SCORES[spec.severity],
                "severity": spec.severity,
                "tags": ["architecture", *spec.sources],
            },
        }

    def _result(self, finding: Finding) -> Json:
        fails = finding.verdict == "fail"
        return {
            "ruleId": finding.code,
            "ruleIndex": self.numbers[finding.code],
            "kind": "fail" if fails else "open",
            "level": LEVELS[finding.severity] if fails else "none",
            "message": {"text": plain(finding.message)},
            "locations": [self._location(key) for key in finding.subjects],
            "partialFingerprints": {"groundplan/v1": finding.fingerprint},
            "suppressions": list(self._suppressions(finding)),
            **self._ways(finding),
            **self._fixes(finding),
            "properties": {
                "severity": finding.severity,
                "verdict": finding.verdict,
                "evidence": evidence_data(finding.evidence),
                "missing": list(finding.missing),
                "fixes": [fix_data(fix) for fix in finding.fixes],
            },
        }

    # --- places ------------------------------------------------------------------------------------------

    def _document(self) -> Json:
        return {"uri": f"{self.account.name}/document.json"}

    def _location(self, key: str, message: str = "") -> Json:
        """The element in the document, and as such; somebody outside is a logical place only."""
        element, region = self.account.graph.by_key.get(key), self.places.region(key)
        logical = {"name": key, "fullyQualifiedName": f"{self.account.name}/{key}"}
        place: Json = {"logicalLocations": [logical | {"kind": element.section if element else "internet"}]}
        if region:
            place["physicalLocation"] = {
                "artifactLocation": {**self._document(), "index": 0},
                "region": region,
            }
        return place | ({"message": {"text": plain(message)}} if message else {})

    # --- ways, suppressions, fixes -----------------------------------------------------------------------

    def _ways(self, finding: Finding) -> Json:
        if not isinstance(finding.evidence, Path) or not any(one.hops for one in finding.evidence.answers):
            return {}
        steps = [step for answer in finding.evidence.answers for step in self._steps(answer)]
        same = [step for step, after in pairwise([*steps, ("", "")]) if step[0] != after[0]]
        flow = [{"location": self._location(key, text)} for key, text in same]
        return {"codeFlows": [{"threadFlows": [{"locations": flow}]}]}

    def _steps(self, answer: Answer) -> Iterator[tuple[str, str]]:
        """(element, what happens there): where it begins, then where each leg ends and what let it."""
        if answer.hops:
            first = answer.hops[0].source
            yield first, "the internet" if first == INTERNET else f"from {first}"
        for hop in answer.hops:
            by = ", ".join((*hop.via, *hop.rules, *([hop.port] if hop.port else [])))
            yield hop.target, f"{hop.route} to {hop.target}{f', let through by {by}' if by else ''}"

    def _suppressions(self, finding: Finding) -> Iterator[Json]:
        accepted = self.account.waived.get(finding.fingerprint)
        if accepted:
            yield {
                "kind": "external",
                "status": "accepted",
                "justification": accepted.reason,
                "properties": acceptance_data(accepted),
            }

    def _fixes(self, finding: Finding) -> Json:
        """Each fix as a change of the document's text."""
        changed = ((fix, self.places.replacement(fix.operations)) for fix in finding.fixes)
        fixes = [
            {
                "description": {"text": plain(fix.text)},
                "artifactChanges": [{"artifactLocation": self._document(), "replacements": [replacement]}],
            }
            for fix, replacement in changed
            if replacement
        ]
        return {"fixes": fixes} if fixes else {}


def plain(text: str) -> str:
    """Text that no viewer takes for a link (SARIF 3.11.6 reads [..](..) in messages)."""
    return "".join(f"\\{sign}" if sign in "[]\\" else sign for sign in text)
