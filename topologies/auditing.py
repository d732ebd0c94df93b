"""Reading the audit log: what was asked for, and a line of JSON for each entry."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from topologies.graph import Fault, Faults
from topologies.models import AuditEntry, System
from topologies.services.permissions import Action, require

# What can be asked for -> the column that holds exactly that.
EXACT: Mapping[str, str] = {"actor": "actor_name", "action": "action", "topology": "topology"}
LIMITS = ("since", "until")
ASKED = (*EXACT, *LIMITS)
CHUNK = 500
LONGEST = 200


def entries_of(*, system: System, actor: User, asked: Mapping[str, str]) -> QuerySet[AuditEntry]:
    """The entries of the system, newest first: by `actor`, `action` and `topology`, and from the day `since` to the day
    `until`, both included. What is empty is not asked.

    Raises:
        Faults: a day is none.
        NotFound, PermissionDenied: administrators read it.
    """
    require(actor, Action.ADMINISTER, system)
    days = {name: _day(name, asked[name]) for name in LIMITS if asked.get(name)}
    found = AuditEntry.objects.filter(system=system, **_exactly(asked)).order_by("-id")
    if "since" in days:
        found = found.filter(created__gte=_midnight(days["since"]))
    if "until" in days and days["until"] < date.max:
        found = found.filter(created__lt=_midnight(days["until"] + timedelta(days=1)))
    return found


def _exactly(asked: Mapping[str, str]) -> dict[str, str]:
    faults = [
        Fault("", name, f"must be at most {LONGEST} characters, none of them NUL")
        for name in EXACT
        if len(asked.get(name, "")) > LONGEST or "\x00" in asked.get(name, "")
    ]
    if faults:
        raise Faults(faults)
    return {column: asked[name] for name, column in EXACT.items() if asked.get(name)}


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Faults([Fault("", name, "must be a day, as 2026-01-31")]) from None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def words_of(system: System, name: str) -> list[str]:
    """What entries of the system have in the column of `actor`, `action` or `topology`."""
    column = EXACT[name]
    found = AuditEntry.objects.filter(system=system).exclude(**{column: ""}).order_by(column)
    return list(found.values_list(column, flat=True).distinct()[:500])


def as_lines(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    """Each entry as an object of JSON on a line of its own; they are read a few at a time."""
    for entry in entries.iterator(chunk_size=CHUNK):
        yield json.dumps(as_data(entry), ensure_ascii=False) + "\n"


def as_data(entry: AuditEntry) -> dict[str, Any]:
    said = ("id", "actor_name", "system_name", "topology", "action", "subject", "before", "after", "details")
    names = ("id", "actor", "system", "topology", "action", "subject", "before", "after", "details")
    values = {name: getattr(entry, column) for name, column in zip(names, said, strict=True)}
    return {"created": entry.created.isoformat(), **values}


def compact(value: Any) -> str:
    """Data in one line."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
