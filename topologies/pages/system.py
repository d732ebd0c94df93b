"""A system: its topologies side by side, to choose between options or to see the phases of its growth."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from topologies import selectors
from topologies.models import System
from topologies.options import MOST_OPTIONS, Line, Option, Value, lines, option
from topologies.pages import words
from topologies.services.permissions import Action, allowed

Row = dict[str, Any]


def system(request: HttpRequest, system: str) -> HttpResponse:
    """Every approved topology of the system in a column; `option` (repeated) keeps those named."""
    found = selectors.system_get(user=request.user, slug=system)
    approved = sorted((row for row in found.topologies.all() if row.latest_sha256), key=str)
    wanted = set(request.GET.getlist("option"))
    chosen = [row for row in approved if row.slug in wanted] or approved
    options = [option(row) for row in chosen[:MOST_OPTIONS]]
    context = {
        "section": "systems",
        "system": found,
        "crumbs": [{"label": "Systems", "href": reverse("home")}, {"label": str(found)}],
        "choices": [{"slug": row.slug, "label": str(row), "chosen": row in chosen} for row in approved],
        "columns": [_column(found, one) for one in options],
        "groups": _groups(lines(options)),
        "sentences": list(sentences(options)),
        "administers": Action.ADMINISTER in allowed(request.user, found),
    }
    return render(request, "topologies/system.html", context)


def _column(system: System, one: Option) -> Row:
    address = [system.slug, one.slug]
    return {"label": one.label, "environment": one.environment, "href": reverse("topology", args=address)}


def _groups(found: Sequence[Line]) -> list[Row]:
    return [
        {"label": label, "rows": [_row(line) for line in rows]}
        for label, rows in groupby(found, key=lambda row: row.group)
    ]


def _row(line: Line) -> Row:
    cells = [
        {"text": written(value, line.unit), "stars": _stars(value, line.unit), "words": line.words(place)}
        for place, value in enumerate(line.values)
    ]
    return {"label": line.label, "same": line.same and len(line.values) > 1, "cells": cells}


def _stars(value: Value, unit: str) -> str:
    return "★" * value + "☆" * (5 - value) if unit == "stars" and isinstance(value, int) else ""


def written(value: Value, unit: str) -> str:
    """A value with its unit; what nobody says is said to be so."""
    if value is None:
        return "not stated"
    if isinstance(value, str):
        return value
    if value == float("inf"):
        return "no end"
    if unit in ("s", "figure"):
        return words.duration(value) if value else "none"
    if unit == "stars":
        return f"{value} of 5"
    return words.dollars(value) if unit == "usd" else f"{words.number(value)} {unit}".strip()


def sentences(options: Sequence[Option]) -> Iterator[str]:
    """The differences that decide, in words."""
    if len(options) < 2:
        return
    found = lines(options)
    for line in found:
        if line.label in ("Cost, summed, at most", "Critical", "High") and not line.same and line.better:
            yield _sentence(options, line)
    yield from _rated(options, found)


def _sentence(options: Sequence[Option], line: Line) -> str:
    best = [one.label for place, one in enumerate(options) if line.words(place) == "best"]
    last = [one.label for place, one in enumerate(options) if line.words(place) == "worst"]
    known = [value for value in line.values if isinstance(value, int | float)]
    what = {"Critical": "critical findings", "High": "findings of severity high"}.get(
        line.label, "cost a month"
    )
    lead = "Cheapest" if line.unit == "usd" else "Fewest"
    least, most = written(min(known), line.unit), written(max(known), line.unit)
    return f"{lead} {what}: {', '.join(best)} ({least}); most: {', '.join(last)} ({most})."


def _rated(options: Sequence[Option], found: Sequence[Line]) -> Iterator[str]:
    """Who leads in which ratings, alone."""
    ratings = [line for line in found if line.unit == "stars" and not line.same]
    for place, one in enumerate(options):
        alone = [line.label for line in ratings if _leads_alone(line, place)]
        if alone:
            yield f"{one.label} alone is rated best in {', '.join(alone)}."


def _leads_alone(line: Line, place: int) -> bool:
    best = [other for other in range(len(line.values)) if line.words(other) == "best"]
    return best == [place]


urlpatterns = [path("", system, name="system")]
