"""Conversations about a place of the topology: where that is now, or that it is gone."""

import json
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse

from topologies.documents import dump_element
from topologies.graph import Graph
from topologies.models import Thread
from topologies.pages.proposals.heading import Case
from topologies.pages.words import name_of
from topologies.reviews.threads import may_settle
from topologies.services.permissions import Action

LONGEST = 120
Row = dict[str, Any]


def thread_rows(case: Case, threads: Iterable[Thread], graph: Graph) -> list[Row]:
    """Each as {thread, comments, anchor, may_settle, reply, reply_href, resolve_href}; `reply` names its form."""
    return [_row(case, thread, graph) for thread in threads]


def _row(case: Case, thread: Thread, graph: Graph) -> Row:
    address = [*case.address, thread.pk]
    return {
        "thread": thread,
        "comments": thread.comments.all(),
        "anchor": anchor(thread, graph) if thread.element else None,
        "reply": f"reply-{thread.pk}",
        "may_settle": _settles(case, thread, case.reader),
        "reply_href": reverse("thread-reply", args=address),
        "resolve_href": reverse("thread-resolve", args=address),
    }


def _settles(case: Case, thread: Thread, reader: User) -> bool:
    return Action.VOTE in case.may or may_settle(thread, reader)


def anchor(thread: Thread, graph: Graph) -> Row:
    """Where the conversation is: {key, name, field, gone, value}; `value` is what the field holds now."""
    element = graph.find(thread.element)
    row = {"key": thread.element, "name": name_of(graph, thread.element), "field": thread.field}
    if element is None:
        return {**row, "gone": True}
    return {
        **row,
        "gone": False,
        "value": _value(dump_element(element), thread.field) if thread.field else "",
    }


def _value(data: Any, path: str) -> str:
    """What stands at a dotted path, as JSON; nothing where it is not stated."""
    for name in path.split("."):
        data = data.get(name) if isinstance(data, dict) else None
    if data is None:
        return ""
    text = json.dumps(data, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
