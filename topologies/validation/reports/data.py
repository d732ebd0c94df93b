"""Findings as JSON data."""

import json
from dataclasses import fields, is_dataclass
from typing import Any

from topologies.reachability import Answer, Block
from topologies.validation.fixes import Fix
from topologies.validation.model import Evidence, Finding
from topologies.validation.reports.account import Account
from topologies.validation.waivers import Acceptance, Waived


def as_data(finding: Finding, waived: Waived | None = None) -> dict[str, Any]:
    """A finding as JSON data; `evidence.type` says which kind of evidence it is, `waiver` who accepted it (or null)."""
    said = {field.name: _plain(getattr(finding, field.name)) for field in fields(finding)}
    accepted = (waived or {}).get(finding.fingerprint)
    return {
        **said,
        "evidence": evidence_data(finding.evidence),
        "fixes": [fix_data(fix) for fix in finding.fixes],
        "waiver": acceptance_data(accepted) if accepted else None,
    }


def evidence_data(evidence: Evidence) -> dict[str, Any]:
    return {"type": type(evidence).__name__.lower(), **_plain(evidence)}


def fix_data(fix: Fix) -> dict[str, Any]:
    """The operations are those that a draft takes."""
    return {"text": fix.text, "operations": [operation.wire() for operation in fix.operations]}


def acceptance_data(accepted: Acceptance) -> dict[str, Any]:
    return {
        "id": accepted.number,
        "owner": accepted.owner,
        "reason": accepted.reason,
        "expires": accepted.expires.isoformat(),
    }


def as_json(account: Account) -> str:
    """A JSON list of findings, worst first."""
    rows = [as_data(finding, account.waived) for finding in account.findings]
    return json.dumps(rows, indent=2, ensure_ascii=False)


def _plain(value: Any) -> Any:
    """Dataclasses as objects; changes that would open a way as sentences."""
    if isinstance(value, Fix):
        return fix_data(value)
    if is_dataclass(value):
        said = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        if isinstance(value, Block):
            del said["change"]
            said["need"] = value.need
        if isinstance(value, Answer):
            del said["changes"]
            said["needs"] = list(value.needs)
        return said
    return [_plain(part) for part in value] if isinstance(value, tuple) else value
