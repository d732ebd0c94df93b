"""A draft as it changes, as server-sent events: `edit`, `people`, `beat` and `closed`."""

import json
import random
import time
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from topologies.api.drafts import DraftView
from topologies.api.lookups import checked
from topologies.api.serializers import EventsSerializer
from topologies.presence import Person
from topologies.watching import Watched, watcher

BEAT_SECONDS = 5
LIFE_SECONDS = (50, 70)  # not all at once
_AGAIN_MS, _LATER_MS = 1000, 5000


class EventRenderer(BaseRenderer):
    """Lets through who asks for events; refusals are JSON all the same."""

    media_type = "text/event-stream"
    format = "events"

    def render(self, data: Any, *_: Any, **__: Any) -> bytes:
        return json.dumps(data).encode()


class DraftEvents(DraftView):
    """What happens in a draft, as it happens."""

    renderer_classes = [EventRenderer]

    @extend_schema(
        operation_id="draft_events",
        parameters=[
            EventsSerializer,
            OpenApiParameter("Last-Event-ID", OpenApiTypes.INT, OpenApiParameter.HEADER),
        ],
        responses={(200, "text/event-stream"): OpenApiTypes.STR},
    )
    def get(self, request: Request, system: str, topology: str, draft: int) -> HttpResponseBase:
        """Server-sent events: `edit` {version, edits}, `people` [{name, selection}], `beat`, `closed`. The stream
        ends by itself after a minute; come back with the version in Last-Event-ID."""
        found = self.draft()
        last = request.headers.get("Last-Event-ID", "")
        asked = {**request.query_params.dict(), **({"since": last} if last.isdecimal() else {})}
        query = checked(EventsSerializer(data=asked))
        if not connection.in_atomic_block:
            connection.close()  # for as long as the stream lives it needs none
        room = watcher.streams < settings.EDITOR_STREAMS
        lasting = room and not query["brief"]
        life = random.uniform(*LIFE_SECONDS) if lasting else 0  # noqa: S311
        since = query.get("since", found.version)
        events = stream(found.pk, since, life, _AGAIN_MS if room else _LATER_MS)
        response = StreamingHttpResponse(events, content_type="text/event-stream")
        response["Cache-Control"] = "no-store"
        response["X-Accel-Buffering"] = "no"
        return response


def stream(draft_id: int, version: int, life: float, again: int) -> Iterator[bytes]:
    """Events of a draft after a version. With no life left for it, what is so now, and an early end. Whoever listens
    is asked to come back after so many milliseconds."""
    end = time.monotonic() + life
    people: tuple[Person, ...] | None = None
    yield f"retry: {again}\n\n".encode()
    with watcher.watching(draft_id) as watched:
        while True:
            beat = _wait(watched, version, people)
            if watched.version > version:
                edits = watched.since(version)
                version = watched.version
                yield _event("edit", {"version": version, "edits": edits}, version)
            if watched.known and watched.people != people:
                people = watched.people
                yield _event("people", [{"name": one.name, "selection": one.selection} for one in people])
            if watched.closed:
                yield _event("closed", {})
            if watched.closed or time.monotonic() > end:
                return
            if beat:
                yield _event("beat", {})


def _wait(watched: Watched, version: int, people: tuple[Person, ...] | None) -> bool:
    """Wait for something to tell; True where there was nothing for a while."""

    def news() -> bool:
        return watched.known and (watched.version > version or watched.people != people or watched.closed)

    with watcher.changed:
        return not watcher.changed.wait_for(news, BEAT_SECONDS)


def _event(name: str, data: Any, version: int | None = None) -> bytes:
    mark = "" if version is None else f"id: {version}\n"
    return f"{mark}event: {name}\ndata: {json.dumps(data)}\n\n".encode()
