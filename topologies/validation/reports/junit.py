"""Findings as JUnit XML, the form in which build servers read test results.

One test case for every rule that finds nothing and for every finding. A failure fails; what is waived or cannot be judged
is skipped, and says why.
"""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from topologies.validation.model import Finding
from topologies.validation.registry import rules
from topologies.validation.reports.account import Account
from topologies.validation.reports.text import printable


def as_junit(account: Account) -> str:
    suites = Element("testsuites")
    suite = SubElement(suites, "testsuite", {"name": account.name})
    found = {finding.code for finding in account.findings}
    for finding in account.findings:
        _add(suite, finding, account)
    for spec in rules().values():
        if spec.code not in found:
            SubElement(suite, "testcase", {"classname": spec.code, "name": spec.title, "time": "0"})
    _waivers(suite, account)
    _count(suites, suite)
    indent(suites)
    return tostring(suites, encoding="unicode", xml_declaration=False) + "\n"


def _add(suite: Element, finding: Finding, account: Account) -> None:
    name = f"{printable(finding.message)} [{finding.fingerprint}]"
    case = SubElement(suite, "testcase", {"classname": finding.code, "name": name, "time": "0"})
    accepted = account.waived.get(finding.fingerprint)
    if accepted:
        text = f"Waived by {accepted.owner} until {accepted.expires}: {accepted.reason}"
        SubElement(case, "skipped", {"message": printable(text)})
    elif finding.verdict == "unknown":
        SubElement(case, "skipped", {"message": f"Nobody stated: {printable('; '.join(finding.missing))}"})
    else:
        said = {"type": finding.severity, "message": printable(finding.message)}
        SubElement(case, "failure", said).text = _details(finding)


def _details(finding: Finding) -> str:
    fixes = [f"fix: {printable(fix.text)}" for fix in finding.fixes]
    return "\n".join([f"{finding.severity} {finding.code}: {finding.title}", *finding.subjects, *fixes])


def _waivers(suite: Element, account: Account) -> None:
    lines = [
        f"{state} {one.rule} [{one.fingerprint}] until {one.expires}, {printable(one.owner)}: {printable(one.reason)}"
        for one, state in account.states
    ]
    if lines:
        SubElement(suite, "system-out").text = "\n".join(["Waivers", *lines])


def _count(suites: Element, suite: Element) -> None:
    counts = {
        "tests": len(suite.findall("testcase")),
        "failures": len(suite.findall("testcase/failure")),
        "errors": 0,
        "skipped": len(suite.findall("testcase/skipped")),
    }
    for name, count in counts.items():
        suite.set(name, str(count))
    for name in ("tests", "failures", "errors"):
        suites.set(name, str(counts[name]))
