"""The kinds reference, from the catalogue itself."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from topologies.kinds import FieldPage, Kind, fields_of, node_kinds, zone_kinds
from topologies.pages.markdown import rendered
from topologies.pages.words import plain

CONCERNS = ("zone", "people", "edge", "network", "compute", "data", "delivery", "observability", "security")
NOWHERE = "no zone: it may stand at the top"


def every_kind() -> dict[str, Kind]:
    """Zone and node kinds by slug; no slug is both."""
    return {**zone_kinds(), **node_kinds()}


def kinds(request: HttpRequest) -> HttpResponse:
    """Every kind, by what it is concerned with."""
    found = sorted(every_kind().values(), key=lambda kind: (_place(kind), kind.label))
    groups = [
        {"concern": "Zones" if concern == "zone" else concern.capitalize(), "kinds": list(members)}
        for concern, members in groupby(found, key=lambda kind: kind.concern)
    ]
    context = {"section": "kinds", "groups": groups, "total": len(found)}
    return render(request, "topologies/kinds.html", context)


def _place(kind: Kind) -> tuple[int, str]:
    known = kind.concern in CONCERNS
    return (CONCERNS.index(kind.concern) if known else len(CONCERNS), kind.concern)


def kind(request: HttpRequest, slug: str) -> HttpResponse:
    """One kind: its page, properties, ports and places."""
    found = every_kind().get(slug)
    if found is None:
        raise Http404(f"there is no kind {slug!r}")
    context = {
        "section": "kinds",
        "crumbs": [{"label": "Kinds", "href": reverse("kinds")}, {"label": found.label}],
        "kind": found,
        "page": rendered(found.page),
        "cells": _cells(found),
        "ports": found.ports,
        "parents": _parents(found),
        "fields": list(_rows(fields_of(found))),
    }
    return render(request, "topologies/kind.html", context)


def _cells(found: Kind) -> list[dict[str, Any]]:
    return [
        {"label": "Kind", "value": found.slug, "mono": True},
        {"label": "Concern", "value": found.concern},
        {"label": "Provider", "value": found.provider or "any"},
        {"label": "Traits", "value": ", ".join(sorted(trait.value for trait in found.traits)) or "none"},
    ]


def _parents(found: Kind) -> list[dict[str, str]]:
    """The zone kinds it may stand in, by label; the top of the drawing comes first."""
    zones = zone_kinds()
    places = sorted(zones[slug].label for slug in found.parents if slug in zones)
    linked = {zones[slug].label: reverse("kind", args=[slug]) for slug in found.parents if slug in zones}
    top = [{"label": NOWHERE, "href": ""}] if "" in found.parents else []
    return [*top, *({"label": label, "href": linked[label]} for label in places)]


def _rows(fields: tuple[FieldPage, ...], before: str = "") -> Iterator[dict[str, Any]]:
    """A row for each property; those of a composite follow it, named by their path."""
    for field in fields:
        yield {
            "path": f"{before}{field.name}",
            "depth": before.count("."),
            "title": field.title,
            "type": field.type,
            "unit": field.unit,
            "choices": [choice or "not said" for choice in field.choices],
            "help": field.help,
            "required": field.required,
            "default": _default(field),
        }
        yield from _rows(field.fields, f"{before}{field.name}.")


def _default(field: FieldPage) -> str:
    """The default in words, where it is one value and says something."""
    if not isinstance(field.default, bool | int | float | str) or field.default == "":
        return ""
    return plain(field.default)


urlpatterns = [path("", kinds, name="kinds"), path("<slug:slug>/", kind, name="kind")]
