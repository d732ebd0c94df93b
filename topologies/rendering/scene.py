"""What is to be drawn, measured but not yet placed: frames for zones, cards for nodes, lines between them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

UNKNOWN = "unknown"
SEVERITIES = ("critical", "high", "medium", "low", UNKNOWN)


class FindingLike(Protocol):
    """What the drawing needs to know of a finding."""

    @property
    def title(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def verdict(self) -> str: ...
    @property
    def subjects(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Badge:
    """How many failures an element has and the worst of their severities; where it has none, how many findings
    cannot be judged, as severity "unknown"."""

    count: int
    severity: str
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A small chip: a port, a security group, a slot. `look` is its class; `number` picks a group's colour."""

    key: str
    text: str
    title: str
    width: float
    look: str
    tls: bool = False
    hollow: bool = False
    number: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """A node, or a collapsed zone that stands for what it holds."""

    key: str
    zone: str
    classes: str
    icon: str
    label: str
    kind: str
    title: str
    width: float
    height: float
    optional: bool
    ports: tuple[Mark, ...]
    marks: tuple[Mark, ...]
    badge: Badge | None


@dataclass(frozen=True, slots=True)
class Frame:
    """A zone. `width` is what its header needs."""

    key: str
    parent: str
    classes: str
    family: str
    icon: str
    label: str
    meta: str
    title: str
    width: float
    marks: tuple[Mark, ...]
    badge: Badge | None


@dataclass(frozen=True, slots=True)
class Line:
    """A link, replication, peering or route. `port` is the chip of the target where it ends, if that is shown.
    `ranks` = the layout arranges the ends by it; `outward` = it leads out through a NAT, against the flow inwards."""

    key: str
    source: str
    target: str
    port: str
    classes: str
    colour: str
    dash: str
    label: str
    title: str
    ranks: bool
    outward: bool
    both_ways: bool
    badge: Badge | None


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything of one picture, each part in the order of its keys."""

    key: str
    title: str
    description: str
    frames: Mapping[str, Frame]
    cards: Mapping[str, Card]
    lines: tuple[Line, ...]
    groups: tuple[Mark, ...]

    def inside(self, zone: str) -> tuple[list[Frame], list[Card]]:
        """The frames and cards that stand directly in a zone ("" = the top)."""
        return (
            [frame for frame in self.frames.values() if frame.parent == zone],
            [card for card in self.cards.values() if card.zone == zone],
        )


def badges(findings: Iterable[FindingLike]) -> dict[str, Badge]:
    """Element key -> badge, for every subject of these findings."""
    found: dict[str, list[FindingLike]] = {}
    for finding in findings:
        for key in finding.subjects:
            found.setdefault(key, []).append(finding)
    return {key: _badge(rows) for key, rows in found.items()}


def _badge(findings: list[FindingLike]) -> Badge:
    ordered = sorted(findings, key=lambda finding: (SEVERITIES.index(_level(finding)), finding.title))
    worst = _level(ordered[0])
    alike = [finding for finding in ordered if worst == UNKNOWN or _level(finding) != UNKNOWN]
    titles = "\n".join(f"{_level(finding)}: {finding.title}" for finding in ordered)
    return Badge(len(alike), worst, titles)


def _level(finding: FindingLike) -> str:
    return finding.severity if finding.verdict == "fail" else UNKNOWN
