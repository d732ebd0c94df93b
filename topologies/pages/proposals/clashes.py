"""Where a proposal and the revisions that came meanwhile cannot both stand, and what somebody decided about it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from topologies import reviews
from topologies.documents import decode, dump_element, unfit
from topologies.graph import Fault, Faults, Graph
from topologies.operations.merging import UNSAID, Clash
from topologies.pages.frame import PageRequest
from topologies.pages.proposals.heading import Case, case_of, headed
from topologies.pages.proposals.refusals import Refusal, refusal_of
from topologies.pages.words import name_of
from topologies.services import Refused
from topologies.services.permissions import Action

Row = dict[str, Any]
LONGEST = 20_000  # of a value that somebody gives
KINDS: Mapping[str, str] = {
    "field": "Two values of one field",
    "element": "One element, two fates",
    "reference": "A reference to what is gone",
    "port": "One port, two listeners",
    "address": "The same addresses twice",
    "shadow": "One rule covers another",
    "whole": "Together they are no topology",
}
OPTIONS: Mapping[str, str] = {
    "mine": "Keep the proposal's",
    "theirs": "Keep the revision's",
    "both": "Keep both, side by side",
    "edit": "Another value",
}


@require_http_methods(["GET", "HEAD", "POST"])
def clashes(request: PageRequest, system: str, topology: str, number: int) -> HttpResponse:
    """Each clash with what was, what the proposal has and what the newest revision has; a POST decides about one."""
    case = case_of(request, system, topology, number)
    if request.method != "POST":
        return _page(request, case)
    try:
        decisions = {request.POST.get("clash", ""): _decision(request)}
        reviews.proposal_decide(
            proposal=case.proposal, actor=request.user, decisions=decisions, today=timezone.localdate()
        )
    except (Faults, Refused) as error:
        return _page(request, case_of(request, *case.address), refusal_of(error))
    return _decided(request, case_of(request, *case.address))


def _decision(request: PageRequest) -> Row | None:
    """What the form says; None takes a decision back. Raises Faults for a value that cannot be read."""
    take = request.POST.get("take", "")
    if take == "open":
        return None
    if take != "edit":
        return {"take": take}
    text = request.POST.get("value", "")[:LONGEST]
    value = text if request.POST.get("form") == "text" else _read(text)
    if reason := unfit(value):
        raise Faults([Fault("", "value", reason)])
    return {"take": "edit", "value": value}


def _read(text: str) -> Any:
    """The JSON value. As strict as documents are, which it will stand in."""
    try:
        found = decode(f'{{"value": {text}}}')
    except Faults:
        found = {}
    if found.keys() != {"value"}:
        message = 'must be JSON: a number, true, false, a text in "quotation marks", a list or an object'
        raise Faults([Fault("", "value", message)])
    return found["value"]


def _decided(request: PageRequest, case: Case) -> HttpResponse:
    left = len(case.judged.open)
    said = (
        f"Noted. {left} clash{'' if left == 1 else 'es'} left to decide."
        if left
        else "Noted. Every clash is decided."
    )
    messages.success(request, said)
    return redirect(case.href("proposal-clashes"))


def _page(request: PageRequest, case: Case, refused: Refusal | None = None) -> HttpResponse:
    found = case.judged.clashes if case.open else ()
    still = {clash.id for clash in case.judged.open} if case.open else set()
    decides = case.open and Action.EDIT in case.may
    rows = [_row(case, clash, place, still) for place, clash in enumerate(found)]
    context = {
        **headed(case, "proposal-clashes"),
        "case": case,
        "rows": sorted(rows, key=lambda row: not row["open"]),
        "left": len(still),
        "decides": decides,
        "errors": refused.sentences if refused else (),
        "failed": request.POST.get("clash", "") if refused else "",
        "value": request.POST.get("value", "") if refused else "",
    }
    return render(
        request, "topologies/proposals/clashes.html", context, status=refused.status if refused else 200
    )


def _row(case: Case, clash: Clash, place: int, still: set[str]) -> Row:
    decision = case.proposal.decisions.get(clash.id)
    mine, theirs = case.judged.content.graph, case.judged.theirs
    plain = _plain(clash)
    return {
        "id": clash.id,
        "slug": f"clash-{place}",
        "kind": KINDS[clash.kind],
        "message": clash.message,
        "name": _name(clash.key, mine, theirs) if clash.key else "The topology itself",
        "key": clash.key,
        "others": [_name(key, theirs, mine) for key in clash.others],
        "lines": list(_lines(clash, mine, theirs)),
        "options": [{"take": take, "label": OPTIONS[take]} for take in clash.options],
        "edits": "edit" in clash.options,
        "form": "text" if plain else "json",
        "suggestion": (clash.states.mine or "") if plain else written(clash.states.mine),
        "open": clash.id in still,
        "taken": OPTIONS.get(decision["take"], "") if decision else "",
        "value": written(decision["value"]) if decision and decision["take"] == "edit" else "",
    }


def _plain(clash: Clash) -> bool:
    """Is it about a text, which people type without quotation marks?"""
    return clash.kind == "field" and all(value is None or isinstance(value, str) for value in clash.states)


def _name(key: str, first: Graph, second: Graph) -> str:
    return name_of(first if first.find(key) else second, key)


def _lines(clash: Clash, mine: Graph, theirs: Graph) -> Iterator[Row]:
    """What was, and what each side has: of a field its values, of elements whether they are there and what differs."""
    if clash.kind == "field":
        yield _line(clash.field, [_cell(value) for value in clash.states])
        return
    states = _states(clash, mine, theirs)
    if None in states[1:]:
        yield _line("the element", [_THERE if one is not None else _GONE for one in states])
    tables = [None if one is None else _flat(one) for one in states]
    known = [table for table in tables if table is not None]
    for name in sorted({name for table in known for name in table}):
        if len({written(table.get(name)) for table in known}) > 1:
            yield _line(name, [_GONE if table is None else _cell(table.get(name)) for table in tables])


_THERE: Row = {"text": "there"}
_GONE: Row = {"text": "not there", "nothing": True}


def _cell(value: Any) -> Row:
    return {"text": "not stated", "nothing": True} if value is None else {"text": written(value)}


def _line(name: str, cells: Sequence[Row]) -> Row:
    return {"name": name, "cells": cells}


def _flat(value: Any, path: str = "") -> dict[str, Any]:
    """Nested fields by their dotted paths."""
    if not isinstance(value, dict):
        return {path: value} if path else {}
    return {
        name: inner
        for key, one in value.items()
        for name, inner in _flat(one, f"{path}.{key}" if path else str(key)).items()
    }


def _states(clash: Clash, mine: Graph, theirs: Graph) -> tuple[Any, Any, Any]:
    """Those of the clash; where it is about two elements, each as its own side has it."""
    if clash.states != UNSAID:
        return clash.states
    own, other = mine.find(clash.key), theirs.find(clash.others[0] if clash.others else clash.key)
    return None, dump_element(own) if own else None, dump_element(other) if other else None


def written(value: Any) -> str:
    """A value as it stands in the document; nothing for what is not there."""
    return "" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


urlpatterns = [path("proposals/<int:number>/clashes/", clashes, name="proposal-clashes")]
