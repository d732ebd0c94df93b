"""Findings as pages show them: one by one, in groups, by filter."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from topologies.computed import level_of
from topologies.graph import Graph, Zone
from topologies.models import Topology
from topologies.pages.evidence import readable
from topologies.pages.words import element_href, name_of
from topologies.services import Action
from topologies.validation import Finding
from topologies.validation.model import SEVERITIES
from topologies.validation.waivers import Acceptance, Waived

Row = dict[str, Any]
LEVELS: Mapping[str, str] = MappingProxyType(
    {**{severity: severity.capitalize() for severity in SEVERITIES}, "unknown": "Cannot be judged"}
)
GROUPINGS: Mapping[str, str] = MappingProxyType(
    {"severity": "Severity", "rule": "Rule", "zone": "Zone", "element": "Element"}
)
SHOWN: Mapping[str, str] = MappingProxyType(
    {"": "All", "open": "Not waived", "waived": "Waived", "fixable": "With a fix"}
)
MOST = 100  # of one group at a time: a longer list is for the filter


def finding_row(
    finding: Finding,
    topology: Topology,
    graph: Graph,
    waived: Waived = MappingProxyType({}),
    may: Collection[Action] = (),
) -> Row:
    """One finding with its links, its evidence in words, what fixes it, and who accepted it."""
    accepted = waived.get(finding.fingerprint)
    place = [topology.system.slug, topology.slug, finding.fingerprint]
    return {
        "code": finding.code,
        "severity": finding.severity,
        "level": level_of(finding),
        "title": finding.title,
        "message": finding.message,
        "rule_href": reverse("rule", args=[finding.code]),
        "subjects": [{"key": key, "href": element_href(topology, key)} for key in _known(finding, graph)],
        "evidence": readable(finding.evidence, graph),
        "missing": finding.missing,
        "fingerprint": finding.fingerprint,
        "waiver": accepted,
        "fixes": [
            {"text": fix.text, "href": reverse("fix", args=[*place, number])}
            for number, fix in enumerate(finding.fixes)
        ],
        "may_edit": Action.EDIT in may,
        "waive": _waive(place) if Action.VOTE in may and accepted is None else None,
    }


def _waive(place: list[str]) -> Row:
    """The form: where it goes, and between which days its expiry lies."""
    today = timezone.localdate()
    return {
        "href": reverse("waive", args=place),
        "first": today + timedelta(days=1),
        "last": today + timedelta(days=settings.WAIVER_DAYS),
        "usual": today + timedelta(days=min(90, settings.WAIVER_DAYS)),
    }


def _known(finding: Finding, graph: Graph) -> Iterable[str]:
    return (key for key in finding.subjects if key in graph.by_key)


# --- which of them -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asked for, by query parameters; what is no answer to any counts as not asked."""

    words: str = ""
    level: str = ""
    shown: str = ""
    grouping: str = "severity"

    @classmethod
    def asked(cls, query: QueryDict) -> "Wanted":
        level, shown, grouping = (query.get(name, "") for name in ("level", "shown", "by"))
        return cls(
            query.get("q", "").strip(),
            level if level in LEVELS else "",
            shown if shown in SHOWN else "",
            grouping if grouping in GROUPINGS else "severity",
        )

    @property
    def narrow(self) -> bool:
        return bool(self.words or self.level or self.shown)

    def takes(self, finding: Finding, graph: Graph, waived: Waived) -> bool:
        kept = {
            "": True,
            "open": finding.fingerprint not in waived,
            "waived": finding.fingerprint in waived,
            "fixable": bool(finding.fixes),
        }[self.shown]
        return kept and self.level in ("", level_of(finding)) and self._says(finding, graph)

    def _says(self, finding: Finding, graph: Graph) -> bool:
        names = " ".join(name_of(graph, key) for key in finding.subjects)
        line = f"{finding.code} {finding.title} {finding.message} {' '.join(finding.subjects)} {names}"
        return all(word in line.casefold() for word in self.words.casefold().split())


# --- in which groups ---------------------------------------------------------------------------------------------

Heading = tuple[Any, str, str]  # what it is sorted by, its slug, its label


def grouped(
    findings: Iterable[Finding], graph: Graph, grouping: str, show: Callable[[Finding], Row]
) -> list[Row]:
    """Groups with a heading each, worst first inside; a long one shows its beginning and says how much is left."""
    headed = [(_HEADINGS[grouping](finding, graph), finding) for finding in findings]
    headed.sort(key=lambda pair: (pair[0], list(LEVELS).index(level_of(pair[1]))))
    groups = []
    for (_, slug, label), pairs in groupby(headed, key=lambda pair: pair[0]):
        found = [finding for _, finding in pairs]
        rows = [show(finding) for finding in found[:MOST]]
        left = max(len(found) - MOST, 0)
        groups.append({"slug": slug, "label": label, "rows": rows, "total": len(found), "left": left})
    return groups


def _by_level(finding: Finding, graph: Graph) -> Heading:
    level = level_of(finding)
    return list(LEVELS).index(level), level, LEVELS[level]


def _by_rule(finding: Finding, graph: Graph) -> Heading:
    return finding.code, finding.code.lower(), f"{finding.code} {finding.title}"


def _by_zone(finding: Finding, graph: Graph) -> Heading:
    key = next((zone for one in finding.subjects if (zone := _zone_of(graph, one))), "")
    label = name_of(graph, key) if key else "In no zone"
    return (not key, label, key), f"zone-{key}", label


def _zone_of(graph: Graph, key: str) -> str:
    """The zone that an element is, or stands in; that of its owner where it has none itself."""
    element = graph.by_key.get(key)
    if element is None or isinstance(element, Zone):
        return key if element else ""
    for name in ("zone", "node", "source", "network"):
        found = getattr(element, name, None)
        if found:
            return _zone_of(graph, found)
    return ""


def _by_element(finding: Finding, graph: Graph) -> Heading:
    key = finding.subjects[0] if finding.subjects else ""
    label = name_of(graph, key) if key else "The topology as a whole"
    return (not key, label, key), f"element-{key}", label


_HEADINGS: Mapping[str, Callable[[Finding, Graph], Heading]] = {
    "severity": _by_level,
    "rule": _by_rule,
    "zone": _by_zone,
    "element": _by_element,
}


# --- waivers -----------------------------------------------------------------------------------------------------

STATES: Mapping[str, str] = MappingProxyType(
    {
        "expired": "Expired: the finding fails again",
        "expiring": "Expiring soon",
        "waived": "Waived",
        "proposed": "Of a proposal that is not merged",
        "orphaned": "The finding is gone",
    }
)


def waiver_groups(
    acceptances: Iterable[Acceptance], findings: Iterable[Finding], topology: Topology
) -> list[Row]:
    """Waivers by what has become of them; what needs somebody first."""
    by_mark = {finding.fingerprint: finding for finding in findings}
    today = timezone.localdate()
    rows: dict[str, list[Row]] = {state: [] for state in STATES}
    for one in acceptances:
        finding = by_mark.get(one.fingerprint)
        rows[one.state(by_mark, today)].append(_waiver_row(one, finding, topology))
    return [
        {"slug": state, "label": label, "rows": rows[state]} for state, label in STATES.items() if rows[state]
    ]


def _waiver_row(one: Acceptance, finding: Finding | None, topology: Topology) -> Row:
    place = [topology.system.slug, topology.slug]
    return {
        "code": one.rule,
        "rule_href": reverse("rule", args=[one.rule]),
        "owner": one.owner,
        "reason": one.reason,
        "expires": one.expires,
        "message": finding.message if finding else "",
        "level": level_of(finding) if finding else "",
        "proposal": one.proposal,
        "proposal_href": reverse("proposal", args=[*place, one.proposal]) if one.proposal else "",
        "finding_href": f"{reverse('topology', args=place)}#finding-{one.fingerprint}" if finding else "",
        "withdraw_href": reverse("waiver-withdraw", args=[*place, one.number]),
    }
