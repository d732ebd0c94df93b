"""What survives a failure: every scenario against the objectives, and the drawing of what one of them leaves."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import path

from topologies import drills
from topologies.answers import Misasked
from topologies.drills import Drill
from topologies.graph import Graph
from topologies.pages.answers import Writer
from topologies.pages.frame import PLAIN, OnTop, Opened, PageRequest, framed, opened
from topologies.pages.words import duration, name_of
from topologies.resilience import KINDS, Capacity, Failure, Figure, Outcome, Recovery, said

KIND_LABELS = {
    "zone": "Availability zones",
    "region": "Regions",
    "provider": "Providers",
    "host": "Hosts",
    "node": "Nodes",
    "zones": "Two zones at once",
}
SERVED = {"yes": "served", "after recovery": "after recovery", "no": "not served", "unknown": "not known"}
HOW = {
    "failover": "another copy takes over",
    "active": "another primary works on",
    "promotion": "is promoted",
    "restore": "is restored from a backup",
    "replacement": "starts again",
    "reroute": "traffic goes elsewhere",
    "none": "nothing brings it back",
}
_VERDICTS = ("misses", "unknown", "meets")
MOST_ROWS = 400
Row = dict[str, Any]


def resilience(request: PageRequest, system: str, topology: str) -> HttpResponse:
    """`without` is the failure that is drawn; `kind` and `verdict` narrow the table."""
    sheet = opened(request, system, topology)
    sha256 = sheet.topology.latest_sha256
    if not sha256:
        return framed(request, sheet, "resilience", "topologies/parts/resilience.html", {})
    slug, problem = request.GET.get("without", ""), ""
    chosen, on_top = None, PLAIN
    try:
        chosen = _chosen(sheet, sha256, slug) if slug else None
        on_top = OnTop(drills.failure_overlay(sha256, slug), {"without": slug}) if slug else PLAIN
    except Misasked as error:
        problem = str(error)
    context = _context(request, sheet, sha256, slug) | {"chosen": chosen, "problem": problem}
    response = framed(request, sheet, "resilience", "topologies/parts/resilience.html", context, on_top)
    response.status_code = 404 if problem else 200
    return response


def _context(request: PageRequest, sheet: Opened, sha256: str, slug: str) -> Row:
    kind = request.GET.get("kind", "")
    rows = drills.drills_of(sha256, kind if kind in KINDS else None)
    wanted = request.GET.get("verdict", "")
    shown = [row for row in rows if wanted not in _VERDICTS or row.verdict == wanted]
    objectives = sheet.graph.header.objectives
    return {
        "below": "topologies/parts/scenarios.html",
        "kinds": _kinds(kind, wanted),
        "verdicts": _filters(rows, kind, wanted),
        "scenarios": [_row(sheet, row, kind, wanted, row.slug == slug) for row in shown[:MOST_ROWS]],
        "left": max(len(shown) - MOST_ROWS, 0),
        "objectives": {
            "rto": duration(objectives.rto_seconds) if objectives.rto_seconds is not None else "",
            "rpo": duration(objectives.rpo_seconds) if objectives.rpo_seconds is not None else "",
            "residency": ", ".join(objectives.residency_regions),
        },
        "services": [
            [name_of(sheet.graph, key) for key in one.keys] for one in drills.simulator_of(sha256).services
        ],
        "missing": _missing(rows),
    }


def _query(**parts: str) -> str:
    return f"?{urlencode({name: value for name, value in parts.items() if value})}"


def _kinds(kind: str, verdict: str) -> list[Row]:
    every = [("", "All single failures"), *((name, KIND_LABELS[name]) for name in (*drills.SINGLE, "zones"))]
    return [
        {"label": label, "href": _query(kind=name, verdict=verdict), "current": name == kind}
        for name, label in every
    ]


def _filters(rows: tuple[Drill, ...], kind: str, verdict: str) -> list[Row]:
    counts = {name: sum(row.verdict == name for row in rows) for name in _VERDICTS}
    every = [("", "All", len(rows)), *((name, name, counts[name]) for name in _VERDICTS)]
    return [
        {
            "label": {"misses": "Missed", "unknown": "Not known", "meets": "Met"}.get(label, label),
            "verdict": name,
            "count": count,
            "href": _query(kind=kind, verdict=name),
            "current": name == verdict,
        }
        for name, label, count in every
    ]


def _row(sheet: Opened, row: Drill, kind: str, verdict: str, current: bool) -> Row:
    writer = Writer(sheet.graph, sheet.topology)
    return {
        "name": failure_name(sheet.graph, row),
        "kind": row.kind,
        "href": f"{_query(without=row.slug, kind=kind, verdict=verdict)}#scenario",
        "current": current,
        "served": SERVED[row.served],
        "served_verdict": {"yes": "meets", "unknown": "unknown"}.get(row.served, "misses"),
        "capacity": _capacity(sheet.graph, row.capacity),
        "heirs": writer.ends(row.heirs),
        "rto": _figure(row.rto),
        "rto_verdict": row.rto_verdict,
        "rpo": _figure(row.rpo),
        "rpo_verdict": row.rpo_verdict,
        "residency": row.residency,
        "verdict": row.verdict,
    }


def failure_name(graph: Graph, row: Drill | Failure) -> str:
    """A failure in words."""
    if row.unnamed:
        return f"A region of {name_of(graph, row.removed[0])} that nobody names"
    if row.kind in ("zone", "zones"):
        return " and ".join(_zone(graph, name) for name in row.removed)
    name = name_of(graph, row.removed[0])
    return (
        f"One instance of {name}"
        if row.kind == "node" and graph.nodes[row.removed[0]].min_instances > 1
        else name
    )


def _zone(graph: Graph, name: str) -> str:
    around, _, zone = name.partition("/")
    return f"{zone} of {name_of(graph, around)}" if around else zone


def _figure(figure: Figure) -> str:
    if figure.seconds == 0:
        return "none"
    return "no end" if figure.seconds == float("inf") else said(figure)


def _capacity(graph: Graph, row: Capacity | None) -> str:
    if row is None:
        return ""
    scaled = f", scales to {row.limit}" if row.limit > row.left else ""
    borne = "".join(f"; bears {one.limit:,.6g} of {one.demand:,.6g} {one.words}" for one in row.loads)
    few = "" if row.enough else ", too few"
    return f"{name_of(graph, row.keys[0])}: {row.left} of {row.before}{scaled}{few}{borne}"


def _missing(rows: tuple[Drill, ...]) -> list[Row]:
    """Facts that would decide a verdict, those of most scenarios first."""
    counts: dict[str, int] = {}
    for row in rows:
        for fact in row.missing:
            counts[fact] = counts.get(fact, 0) + 1
    return [
        {"fact": fact, "count": counts[fact]}
        for fact in sorted(counts, key=lambda fact: (-counts[fact], fact))
    ][:30]


# --- one scenario ------------------------------------------------------------------------------------------------


def _chosen(sheet: Opened, sha256: str, slug: str) -> Row:
    scenario = drills.scenario_of(sha256, slug)
    row = drills.drill(sheet.graph, scenario)
    writer = Writer(sheet.graph, sheet.topology)
    return _row(sheet, row, "", "", True) | {
        "gone": writer.ends(scenario.lost),
        "perhaps": writer.ends(scenario.perhaps),
        "outcomes": [_outcome(sheet.graph, writer, one) for one in scenario.outcomes],
    }


def _outcome(graph: Graph, writer: Writer, one: Outcome) -> Row:
    return {
        "service": ", ".join(name_of(graph, key) for key in one.service),
        "served": SERVED[one.served],
        "verdict": one.verdict,
        "lost": writer.ends(one.lost),
        "capacities": [_capacity(graph, row) for row in one.capacities],
        "rto": _figure(one.rto),
        "rpo": _figure(one.rpo),
        "recoveries": [_recovery(writer, row) for row in one.recoveries],
        "reasons": one.reasons,
        "missing": one.missing,
    }


def _recovery(writer: Writer, one: Recovery) -> Row:
    return {
        "lost": writer.end(one.lost),
        "by": writer.end(one.by) if one.by not in ("", one.lost) else None,
        "how": HOW[one.how],
        "automatic": one.automatic,
        "parts": [{"what": part.what, "time": said(part.figure)} for part in one.parts],
        "duration": _figure(one.duration),
        "loss": _figure(one.loss),
        "missing": one.loss.missing,
    }


urlpatterns = [path("resilience/", resilience, name="resilience")]
