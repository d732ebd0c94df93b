"""The stream of a draft: real edits, committed, as another person's page hears them."""

import json
import time
from collections.abc import Iterator

import pytest
from django.db import connection
from rest_framework.test import APIClient

from tests.rest import HOME, caller
from tests.support.waiting import eventually
from tests.topologies.conftest import SMALL, person
from topologies.api import events
from topologies.documents import parse
from topologies.models import Draft, Role, System, Topology
from topologies.services import revision_create
from topologies.watching import watcher

RENAME = {"op": "update", "key": "database", "fields": {"label": "Main"}}


@pytest.fixture
def anna(transactional_db) -> APIClient:
    system = System.objects.create(slug="sample")
    topology = Topology.objects.create(system=system, slug="topology")
    user = person("anna", system, Role.ARCHITECT)
    revision_create(topology=topology, graph=parse(SMALL), author=user)
    return caller(user)


@pytest.fixture
def draft(anna) -> Iterator[str]:
    yield str(anna.post(HOME + "drafts/")["Location"]).removeprefix("http://testserver")
    eventually(lambda: watcher.thread is None)  # it holds a connection to the database of the test


def heard(client: APIClient, address: str, **headers: str) -> Iterator[tuple[str, object]]:
    """Names and data of the events of a stream."""
    response = client.get(address, HTTP_ACCEPT="text/event-stream", **headers)
    assert (response.status_code, response["Content-Type"]) == (200, "text/event-stream")
    parts = response.streaming_content
    try:
        for part in parts:
            fields = dict(line.split(": ", 1) for line in part.decode().splitlines() if line)
            if "event" in fields:
                yield fields["event"], json.loads(fields["data"])
    finally:
        response.close()


def edit(client: APIClient, draft: str, base: int) -> None:
    body = {"base_version": base, "request_id": f"request-{base}", "operations": [RENAME]}
    assert client.post(draft + "operations/", body).status_code == 200


def first(stream: Iterator[tuple[str, object]], name: str) -> object:
    return next(data for event, data in stream if event == name)


def test_an_edit_is_heard_within_two_seconds(anna, draft):
    stream = heard(anna, draft + "events/?since=0")
    assert first(stream, "people") == []
    edit(anna, draft, 0)
    start = time.monotonic()
    news = first(stream, "edit")
    assert time.monotonic() - start < 2
    assert news["version"] == 1
    assert [(row["version"], row["actor"], row["changes"][0]["key"]) for row in news["edits"]] == [
        (1, "anna", "database")
    ]
    stream.close()


def test_who_comes_back_hears_what_happened_meanwhile(anna, draft):
    edit(anna, draft, 0)
    edit(anna, draft, 1)
    stream = heard(anna, draft + "events/?since=0", HTTP_LAST_EVENT_ID="1")
    assert [row["version"] for row in first(stream, "edit")["edits"]] == [2]
    stream.close()


def test_people_are_heard(anna, draft):
    stream = heard(anna, draft + "events/")
    assert first(stream, "people") == []
    anna.post(draft + "presence/", {"selection": ["copy"]})
    assert first(stream, "people") == [{"name": "anna", "selection": ["copy"]}]
    stream.close()


def test_a_stream_holds_no_connection_to_the_database(anna, draft):
    stream = heard(anna, draft + "events/")
    assert first(stream, "people") == []
    assert connection.connection is None
    stream.close()


def test_a_stream_lives_for_a_while_only(anna, draft, monkeypatch):
    monkeypatch.setattr(events, "LIFE_SECONDS", (0.5, 0.6))
    monkeypatch.setattr(events, "BEAT_SECONDS", 0.2)
    assert {name for name, _ in heard(anna, draft + "events/")} == {"people", "beat"}


def test_beyond_the_limit_streams_tell_what_is_so_and_end(anna, draft, settings):
    settings.EDITOR_STREAMS = 1
    edit(anna, draft, 0)
    long = heard(anna, draft + "events/?since=0")
    assert first(long, "edit")
    assert [name for name, _ in heard(anna, draft + "events/?since=0")] == ["edit", "people"]
    long.close()


def test_a_brief_stream_tells_what_is_so_and_ends(anna, draft):
    edit(anna, draft, 0)
    assert [name for name, _ in heard(anna, draft + "events/?since=0&brief=true")] == ["edit", "people"]


def test_the_end_of_the_draft_is_the_end_of_the_stream(anna, draft):
    stream = heard(anna, draft + "events/")
    assert first(stream, "people") == []
    anna.delete(draft)
    assert [name for name, _ in stream] == ["closed"]
    assert Draft.objects.get(purpose="working").closed
