"""Asking for exports, following them, and pulling exactly the bytes that were made."""

import hashlib
import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from exporters import runs, services
from exporters.models import Blob, Export
from exporters.registry import find_target, targets
from tests.exporters.api.conftest import DOCUMENT
from tests.rest import HOME, refusal
from topologies.documents import parse
from topologies.services import revision_create

EXPORTS = HOME + "exports/"
STABLE = HOME + "files/caddyfile/caddy/Caddyfile"


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The exports that workers were told of; the tests here do their work themselves."""
    found: list[int] = []
    monkeypatch.setattr(services, "send", found.append)
    return found


def work() -> None:
    """What a worker does with everything that is queued."""
    for export in Export.objects.filter(state=Export.State.QUEUED):
        run = runs.claim(export.pk)
        assert run is not None
        runs.execute(run)


def requested(client: APIClient, target: str = "caddyfile"):
    return client.post(EXPORTS, {"target": target})


@pytest.fixture
def done(cast, published) -> str:
    """The address of an export that has succeeded."""
    where = requested(cast["architect"])["Location"]
    work()
    return str(where.removeprefix("http://testserver"))


def test_a_request_is_accepted_then_followed_to_its_files(
    cast, published, told, django_capture_on_commit_callbacks
):
    client = cast["architect"]
    with django_capture_on_commit_callbacks(execute=True):
        accepted = requested(client)
    assert accepted.status_code == 202
    assert told == [accepted.json()["id"]]
    waiting = client.get(accepted["Location"]).json()
    assert (waiting["state"], waiting["files"], waiting["requested_by"]) == ("queued", [], "architect")
    work()
    ended = client.get(accepted["Location"]).json()
    assert (ended["state"], ended["done"], ended["total"], ended["revision"]) == ("succeeded", 1, 1, 1)
    body = client.get(ended["files"][0]["url"]).content
    expected = find_target("caddyfile").generate(parse(DOCUMENT)).files["caddy/Caddyfile"]
    assert body == expected
    assert ended["files"][0]["sha256"] == hashlib.sha256(body).hexdigest()
    assert ended["files"][0]["size"] == len(body)
    assert client.get(done_files(accepted)).json() == ended["files"]


def done_files(accepted) -> str:
    return f"{accepted['Location']}files/"


def test_asking_again_gives_the_same_export(cast, done):
    again = requested(cast["reviewer"])
    assert again.status_code == 200
    assert again["Location"].endswith(done)
    assert Export.objects.count() == 1


def test_asking_while_it_waits_is_accepted_again(cast, published):
    first, second = requested(cast["architect"]), requested(cast["administrator"])
    assert (first.status_code, second.status_code) == (202, 202)
    assert first["Location"] == second["Location"]


@pytest.mark.parametrize(
    ("target", "reason"), [("roadrunner", "RoadRunner"), ("nothing", "there is no target"), ("", "blank")]
)
def test_a_target_that_makes_no_sense_is_refused_with_the_reason(target, reason, cast, published):
    error = refusal(requested(cast["architect"], target), 400)
    assert error["faults"][0]["field"] == "target"
    assert reason in error["faults"][0]["message"]


@pytest.mark.parametrize(
    "body", [{}, {"target": None}, {"target": 5.5}, {"target": ["caddyfile"]}, {"target": "x" * 81}]
)
def test_a_body_without_a_target_is_refused(body, cast, published):
    error = refusal(cast["architect"].post(EXPORTS, body), 400)
    assert error["faults"][0]["field"] == "target"


def test_without_a_revision_there_is_nothing_to_export(cast, topology):
    assert refusal(requested(cast["architect"]), 409)["code"] == "no_revision"


def test_an_export_is_cancelled_while_it_waits(cast, published):
    where = requested(cast["architect"])["Location"]
    assert refusal(cast["viewer"].delete(where), 403)
    assert cast["architect"].delete(where).json()["state"] == "cancelled"
    assert requested(cast["architect"]).status_code == 202  # and can be asked for again


def test_who_may_ask_and_who_may_only_take(cast, done):
    expected = {"viewer": 200, "reviewer": 200, "outsider": 404, "anonymous": 401}
    for name, status in expected.items():
        for path in (
            EXPORTS,
            done,
            done + "files/",
            done + "files/caddy/Caddyfile",
            done + "bundle.zip",
            STABLE,
        ):
            assert cast[name].get(path).status_code == status, (name, path)
    asking = {"viewer": 403, "reviewer": 200, "outsider": 404, "anonymous": 401}
    assert {name: requested(cast[name]).status_code for name in asking} == asking


@pytest.mark.parametrize("accept", ["*/*", "text/plain", "application/octet-stream"])
def test_a_file_is_saved_as_it_is_and_asked_about_by_its_digest(accept, cast, done):
    file = cast["viewer"].get(done + "files/caddy/Caddyfile", HTTP_ACCEPT=accept)
    assert file["Content-Type"] == "text/plain; charset=utf-8"
    assert file["Content-Disposition"] == 'attachment; filename="Caddyfile"'
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["ETag"] == f'"{hashlib.sha256(file.content).hexdigest()}"'
    assert "private" in file["Cache-Control"]
    again = cast["viewer"].get(STABLE, HTTP_IF_NONE_MATCH=file["ETag"])
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path", ["nothing", "caddy", "../Caddyfile", "caddy%00", "caddy/Caddyfile/", "%ff", "a" * 5000]
)
def test_a_file_that_is_not_there_is_404(path, cast, done):
    refusal(cast["viewer"].get(f"{done}files/{path}"), 404)
    refusal(cast["viewer"].get(f"{HOME}files/caddyfile/{path}"), 404)


def test_the_stable_address_says_what_to_do_before_there_is_a_bundle(cast, published):
    message = refusal(cast["viewer"].get(STABLE), 404)["message"]
    assert 'POST {"target": "caddyfile"}' in message
    assert EXPORTS in message
    unknown = refusal(cast["viewer"].get(HOME + "files/nothing/x"), 404)["message"]
    assert "the targets are" in unknown


def test_the_stable_address_follows_the_newest_bundle(cast, done, published):
    old = cast["viewer"].get(STABLE)
    assert (old["Groundplan-Revision"], old["Content-Location"]) == ("1", done + "files/caddy/Caddyfile")
    document = {**DOCUMENT, "nodes": {**DOCUMENT["nodes"]}}
    document["nodes"]["caddy"] = {**document["nodes"]["caddy"], "properties": {"domains": ["shop.example"]}}
    author = published.revisions.get().author
    revision_create(topology=published, graph=parse(document), author=author)
    assert cast["viewer"].get(STABLE).content == old.content  # until the new one is made
    requested(cast["architect"])
    work()
    new = cast["viewer"].get(STABLE, HTTP_IF_NONE_MATCH=old["ETag"])
    assert (new.status_code, new["Groundplan-Revision"]) == (200, "2")
    assert "shop.example" in new.content.decode()
    assert cast["viewer"].get(old["Content-Location"]).content == old.content


def test_the_archive_is_the_same_bytes_every_time(cast, done):
    first, second = (cast["viewer"].get(done + "bundle.zip") for _ in range(2))
    assert first.content == second.content
    assert first["Content-Disposition"] == 'attachment; filename="sample-topology-1-caddyfile.zip"'
    with zipfile.ZipFile(io.BytesIO(first.content)) as archive:
        assert archive.namelist() == ["caddy/Caddyfile", "manifest.json"]
        assert archive.read("caddy/Caddyfile") == cast["viewer"].get(STABLE).content
    assert cast["viewer"].get(done + "bundle.zip", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304


def test_there_is_no_archive_before_the_end(cast, published):
    where = requested(cast["architect"])["Location"]
    assert "queued" in refusal(cast["viewer"].get(where + "bundle.zip"), 404)["message"]


def test_damaged_bytes_are_never_handed_out(cast, done):
    Blob.objects.update(body=b"other bytes")
    for path in (STABLE, done + "bundle.zip"):
        assert refusal(cast["viewer"].get(path), 503)["code"] == "unavailable"


def test_an_export_of_another_topology_is_not_found_here(cast, done, system):
    system.topologies.create(slug="empty")
    refusal(cast["viewer"].get(done.replace("/topology/exports", "/empty/exports")), 404)


def test_targets_are_listed(cast):
    listed = cast["viewer"].get("/api/v1/targets/").json()
    assert [row["slug"] for row in listed] == list(targets())
    assert all(row["label"] and row["summary"] and row["judged_by"] and row["version"] for row in listed)


@pytest.mark.parametrize(
    ("path", "queries"), [(EXPORTS, 3), (STABLE, 4), ("{done}", 3), ("{done}bundle.zip", 5)]
)
def test_reading_takes_a_fixed_number_of_queries(path, queries, cast, done):
    who_asks = 2  # the token with its user, and the other tokens of that user
    with CaptureQueriesContext(connection) as counted:
        assert cast["viewer"].get(path.format(done=done)).status_code == 200
    assert len(counted) == who_asks + queries, [query["sql"] for query in counted]
