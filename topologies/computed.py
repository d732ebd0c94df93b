"""What follows from a revision's content: findings, sums and pictures. Computed, never stored as truth; kept in the
cache by the SHA-256 of the document and the version of the code that computed it."""

import hashlib
import zlib
from collections.abc import Callable, Container, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from django.core.cache import cache as store
from redis.exceptions import RedisError

from topologies import judged, live
from topologies.documents import dump, encode
from topologies.graph import Graph, Objectives, Stated, View
from topologies.models import Draft, Revision, Topology
from topologies.rendering import Overlay, boxes, draw
from topologies.rendering.geometry import Box
from topologies.rendering.overlays import NOTHING
from topologies.rendering.palette import Theme
from topologies.selectors import acceptances_of, graph_of
from topologies.snapshots import State
from topologies.validation import Finding, check
from topologies.validation.costs import costs
from topologies.validation.model import SEVERITIES
from topologies.validation.reports import Account, as_data

T = TypeVar("T")

HOME = Path(__file__).parent
KEPT_SECONDS = 7 * 24 * 60 * 60
KEPT_DRAFT_SECONDS = 60 * 60  # every edit makes another
_JUDGES = ("graph", "kinds", "reachability", "resilience", "validation")
_PAINTERS = (*_JUDGES, "rendering")


@dataclass(frozen=True, slots=True)
class Cost:
    """US dollars a month, lowest and highest, summed over the elements that state a cost."""

    low: float
    high: float
    elements: int


@dataclass(frozen=True, slots=True)
class Digest:
    """What a card says of a revision. `levels` are its findings: fingerprint -> severity, or "unknown"."""

    summary: str
    objectives: Objectives
    stated: Stated
    cost: Cost
    counts: Mapping[str, int]
    levels: Mapping[str, str]
    nodes: int
    zones: int


@cache
def version_of(rooms: tuple[str, ...]) -> str:
    """A digest of the source of these rooms and of this one: other code, other results."""
    found = hashlib.sha256(Path(__file__).read_bytes())
    for path in sorted(path for room in rooms for path in (HOME / room).rglob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def rules_version() -> str:
    """The version of everything that findings follow from."""
    return version_of(_JUDGES)


def findings_of(sha256: str) -> tuple[Finding, ...]:
    """What the rules find in the revision, worst first."""
    return kept(findings_key(sha256), lambda: check(graph_of(sha256)).findings)


def findings_key(sha256: str) -> str:
    """Under what they are kept."""
    return f"findings:{version_of(_JUDGES)}:{sha256}"


def account_of(topology: Topology, sha256: str, today: date, site: str = "") -> Account:
    """What a report tells of this revision of the topology."""
    return Account(graph_of(sha256), findings_of(sha256), acceptances_of(topology), today, site)


def digest_of(sha256: str) -> Digest:
    """Sums and counts of the revision."""
    key = f"digest:{version_of(_JUDGES)}:{sha256}"
    return kept(key, lambda: _digest(graph_of(sha256), findings_of(sha256)))


def _digest(graph: Graph, findings: tuple[Finding, ...]) -> Digest:
    header = graph.header
    counts = count_by_severity(findings)
    return Digest(
        summary=header.summary,
        objectives=header.objectives,
        stated=header.stated,
        cost=cost_of(graph),
        counts=counts,
        levels={one.fingerprint: level_of(one) for one in findings},
        nodes=len(graph.nodes),
        zones=len(graph.zones),
    )


def level_of(finding: Finding) -> str:
    """The severity of a failure; `unknown` for what cannot be judged."""
    return finding.severity if finding.verdict == "fail" else "unknown"


def count_by_severity(findings: Iterable[Finding], waived: Container[str] = ()) -> dict[str, int]:
    """Failures by severity, as `unknown` what cannot be judged, and as `waived` whatever of it somebody accepted."""
    return count_levels({one.fingerprint: level_of(one) for one in findings}, waived)


def count_levels(levels: Mapping[str, str], waived: Container[str] = ()) -> dict[str, int]:
    """The same from a digest's levels."""
    counts = dict.fromkeys((*SEVERITIES, "unknown", "waived"), 0)
    for fingerprint, level in levels.items():
        counts["waived" if fingerprint in waived else level] += 1
    return counts


def cost_of(graph: Graph) -> Cost:
    """What the elements add up to; one that states only its lowest cost counts with that as its highest too."""
    found = costs(graph)
    return Cost(found.low, found.high, len(found.prices))


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Which drawing of a revision is wanted: a view by its name, or one zone with what is joined to it; `overlay` is
    drawn on top."""

    view: str = ""
    zone: str = ""
    theme: Theme = "light"
    thumbnail: bool = False
    form: str = "svg"
    overlay: Overlay = NOTHING

    @property
    def name(self) -> str:
        small = "-thumbnail" if self.thumbnail else ""
        return f"{self.view or 'everything'}-{self.zone}-{self.theme}{small}{self._on_top}.{self.form}"

    @property
    def _on_top(self) -> str:
        return f"-{hashlib.sha256(repr(self.overlay).encode()).hexdigest()[:16]}" if self.overlay else ""


def picture_tag(sha256: str, picture: Picture) -> str:
    """What names the picture's bytes: equal tags, equal bytes."""
    return f"{sha256[:32]}-{version_of(_PAINTERS)}-{picture.name}"


def picture_of(sha256: str, picture: Picture) -> bytes:
    """The drawing with the findings marked in it.

    Raises:
        KeyError: the topology has no view or zone of that name.
    """
    return kept(f"picture:{picture_tag(sha256, picture)}", lambda: _painted(sha256, picture))


def _painted(sha256: str, picture: Picture) -> bytes:
    graph = graph_of(sha256)
    findings = () if picture.thumbnail else findings_of(sha256)
    drawing = draw(
        graph,
        view=_view(graph, picture),
        findings=findings,
        theme=picture.theme,
        thumbnail=picture.thumbnail,
        overlay=picture.overlay,
    )
    forms: dict[str, Callable[[], bytes]] = {
        "svg": lambda: drawing.svg().encode(),
        "png": drawing.png,
        "pdf": drawing.pdf,
    }
    return forms[picture.form]()


def _view(graph: Graph, picture: Picture) -> View | None:
    if picture.zone:
        return View(key="surroundings", shows="zone", zone=graph.zones[picture.zone].key)
    return views_of(graph)[picture.view] if picture.view else None


def views_of(graph: Graph) -> dict[str, View]:
    """The pictures that every topology has, and those that its architect arranged."""
    given = {
        "network": View(key="network", label="Network", shows="network"),
        "dataflow": View(key="dataflow", label="Data flow", shows="dataflow"),
        "security": View(key="security", label="Security", shows="security"),
    }
    return {**given, **graph.views}


def draft_findings(draft: Draft, state: State) -> list[dict[str, Any]]:
    """What the rules find in a draft at this state, as data, worst first."""
    return [as_data(finding) for finding in judged.findings_of(draft, state)]


def draft_document(draft: Draft) -> tuple[int, bytes]:
    """A draft as it is now: its version and its canonical document."""
    version, stamp, base = Draft.objects.values_list("version", "stamp", "base").get(pk=draft.pk)
    if base and version == 0:  # nobody has edited it yet
        return 0, Revision.objects.values_list("document", flat=True).get(pk=base).encode()
    if packed := _cached(_document_key(stamp)):
        return version, zlib.decompress(packed)
    state = live.state_of(draft)  # of this moment: newer than the stamp, perhaps
    document = encode(dump(state.graph))
    _cache(_document_key(state.stamp), zlib.compress(document, level=1), KEPT_DRAFT_SECONDS)
    return state.version, document


def _document_key(stamp: UUID) -> str:
    return f"draft-document:{version_of(('graph',))}:{stamp}"


def draft_boxes(draft: Draft, view: str) -> dict[str, tuple[float, float, float, float]]:
    """Where the cards and frames of a view of this draft stand: x, y, width, height by key.

    Raises:
        KeyError: there is no such view.
    """
    content = draft.stamp if draft.version or draft.base is None else draft.base.sha256
    key = f"draft-boxes:{version_of(_PAINTERS)}:{content}:{view}"
    return kept(key, lambda: _draft_boxes(live.graph_of(draft), view))


def _draft_boxes(graph: Graph, view: str) -> dict[str, tuple[float, float, float, float]]:
    shown = views_of(graph)[view] if view else None
    return {name: _corners(box) for name, box in boxes(graph, shown).items()}


def _corners(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.width, box.height


def kept(key: str, compute: Callable[[], T]) -> T:
    """The cache only saves work: while it is away, everything is computed again."""
    found: T | None = _cached(key)
    if found is None:
        found = compute()
        _cache(key, found, KEPT_SECONDS)
    return found


def recalled(key: str) -> Any:
    """What is kept under this key, None where nothing is."""
    return _cached(key)


def holds(*keys: str) -> bool:
    """Is all of this known already?"""
    with suppress(RedisError):
        return all(store.has_key(key) for key in keys)
    return False


def _cached(key: str) -> Any:
    with suppress(RedisError):
        return store.get(key)
    return None


def _cache(key: str, value: object, seconds: int) -> None:
    with suppress(RedisError):
        store.set(key, value, seconds)
