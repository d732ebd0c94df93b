"""Findings for a terminal."""

from collections.abc import Iterator

from topologies.validation.model import Finding
from topologies.validation.reports.account import Account
from topologies.validation.waivers import Acceptance


def as_text(account: Account) -> str:
    """One block for each finding, then every waiver; control characters in labels do not reach the terminal."""
    lines = [line for finding in account.findings for line in _lines(finding, account)]
    lines = lines or ["No findings."]
    waivers = [_waiver(one, state) for one, state in account.states]
    return "\n".join([*lines, *(["", "Waivers"] if waivers else []), *waivers])


def _lines(finding: Finding, account: Account) -> Iterator[str]:
    accepted = account.waived.get(finding.fingerprint)
    level = finding.severity if finding.verdict == "fail" else "unknown"
    yield f"{'waived' if accepted else level:<8} {finding.code}  {printable(finding.message)}"
    if finding.subjects:
        yield f"{'':<8} at {', '.join(finding.subjects)}  [{finding.fingerprint}]"
    for fact in finding.missing:
        yield f"{'':<8} missing: {printable(fact)}"
    for fix in () if accepted else finding.fixes:
        yield f"{'':<8} fix: {printable(fix.text)}"
    if accepted:
        yield f"{'':<8} {level}, accepted by {printable(accepted.owner)} until {accepted.expires}: {printable(accepted.reason)}"


def _waiver(one: Acceptance, state: str) -> str:
    until = f"until {one.expires}"
    return (
        f"{state:<8} {one.rule}  [{one.fingerprint}] {until}, {printable(one.owner)}: {printable(one.reason)}"
    )


def printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)
