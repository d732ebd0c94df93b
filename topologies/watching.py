"""Tells the streams of this process what happens in the drafts they watch.

One thread asks the database for all of them, a few times a second, so that no stream holds a connection. It lives
while somebody watches.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, close_old_connections, connection

from topologies.models import Draft, DraftOperation
from topologies.presence import Person, people_in

log = logging.getLogger(__name__)

EVERY_SECONDS = 0.3
EDITS_KEPT = 200


@dataclass(slots=True)
class Watched:
    """What is known of one draft, and how many streams want to know it. `edits` are the newest, in order."""

    streams: int = 0
    known: bool = False
    version: int = 0
    closed: bool = False
    people: tuple[Person, ...] = ()
    edits: list[dict[str, Any]] = field(default_factory=list)

    def since(self, version: int) -> list[dict[str, Any]]:
        """The edits after this version; none where they are not all at hand."""
        found = [edit for edit in self.edits if edit["version"] > version]
        return found if found and found[0]["version"] == version + 1 else []


class Watcher:
    """The drafts that this process watches."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.drafts: dict[int, Watched] = {}
        self.thread: threading.Thread | None = None

    @property
    def streams(self) -> int:
        return sum(one.streams for one in self.drafts.values())

    @contextmanager
    def watching(self, draft_id: int) -> Iterator[Watched]:
        """What is known of the draft, kept up to date until the end."""
        with self.changed:
            watched = self.drafts.setdefault(draft_id, Watched())
            watched.streams += 1
            if self.thread is None:
                self.thread = threading.Thread(target=self.run, name="watching drafts", daemon=True)
                self.thread.start()
        try:
            yield watched
        finally:
            with self.changed:
                watched.streams -= 1
                if not watched.streams:
                    self.drafts.pop(draft_id, None)
                    self.changed.notify_all()

    def run(self) -> None:
        try:
            while self.wanted():
                self.look()
                self.rest()
        finally:
            connection.close()

    def wanted(self) -> bool:
        """Is anybody left? Asked and answered under the lock, so that nobody comes between."""
        with self.changed:
            if not self.drafts:
                self.thread = None
            return bool(self.drafts)

    def rest(self) -> None:
        """Until it is time to ask again, or nobody is left who wants to know."""
        with self.changed:
            self.changed.wait_for(lambda: not self.drafts, EVERY_SECONDS)

    def look(self) -> None:
        """Ask once. While the database is away, nothing is told."""
        try:
            close_old_connections()
            rows = Draft.objects.filter(pk__in=list(self.drafts)).values_list("pk", "version", "closed")
            for draft_id, version, closed in rows:
                self.update(draft_id, version, closed is not None)
        except DatabaseError:
            log.warning("drafts are not watched: the database does not answer", exc_info=True)
            connection.close()

    def update(self, draft_id: int, version: int, closed: bool) -> None:
        watched = self.drafts.get(draft_id)
        if watched is None:
            return
        since = max(watched.version, version - EDITS_KEPT)
        edits = edits_since(draft_id, since, EDITS_KEPT) if version > since else []
        people = people_in(draft_id)
        if watched.known and (version, closed, people) == (watched.version, watched.closed, watched.people):
            return
        with self.changed:
            unbroken = edits and watched.edits and watched.edits[-1]["version"] + 1 == edits[0]["version"]
            watched.edits = [*(watched.edits if unbroken or not edits else []), *edits][-EDITS_KEPT:]
            watched.version = edits[-1]["version"] if edits else version
            watched.known, watched.closed, watched.people = True, closed, people
            self.changed.notify_all()


def edits_since(draft_id: int, version: int, most: int) -> list[dict[str, Any]]:
    """The edits of a draft after a version as JSON data, oldest first, at most so many. One query."""
    rows = DraftOperation.objects.filter(draft=draft_id, version__gt=version).select_related("actor")
    return [edit_data(row) for row in rows.order_by("version")[:most]]


def edit_data(row: DraftOperation) -> dict[str, Any]:
    return {
        "version": row.version,
        "request_id": row.request_id,
        "actor": row.actor.get_username(),
        "operations": row.operations,
        "inverse": row.inverse,
        "changes": row.changes,
        "undoes": row.undoes,
        "created": row.created.isoformat(),
    }


watcher = Watcher()
