"""What everybody with a role may read, in how many queries, and what they may keep."""

import hashlib
import json

import jsonschema
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tests.rest import HOME, refusal
from topologies.api.serializers import FindingSerializer
from topologies.graph import Graph
from topologies.models import System, Topology
from topologies.operations import apply, parse_operations
from topologies.services import revision_create
from topologies.validation import check

READABLE = [
    HOME,
    HOME + "document/",
    HOME + "elements/",
    HOME + "elements/database/",
    HOME + "findings/",
    HOME + "findings.sarif",
    HOME + "findings.xml",
    HOME + "findings.json",
    HOME + "waivers/",
    HOME + "revisions/",
    HOME + "revisions/1/",
    HOME + "revisions/1/document/",
]
UNKEPT = (HOME, HOME + "waivers/", HOME + "revisions/", HOME + "revisions/1/")
KEPT = [path for path in READABLE if path not in UNKEPT]


@pytest.mark.parametrize("path", READABLE)
def test_every_role_reads_and_for_others_it_does_not_exist(path, cast, published):
    for name, client in cast.items():
        expected = {"outsider": 404, "anonymous": 401}.get(name, 200)
        response = client.get(path)
        assert response.status_code == expected, name
        if expected != 200:
            refusal(response, expected)
        assert client.head(path).status_code == expected


@pytest.mark.parametrize("path", KEPT)
def test_what_is_kept_is_asked_about_and_not_sent_again(path, viewer, published):
    first = viewer.get(path)
    etag = first["ETag"]
    assert not etag.startswith("W/")
    assert set(first["Cache-Control"].split(", ")) == {"private", "no-cache"}
    again = viewer.get(path, HTTP_IF_NONE_MATCH=f'"other", {etag}')
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert viewer.get(path, HTTP_IF_NONE_MATCH='"other"').content == first.content
    assert refusal(viewer.get(path, HTTP_IF_MATCH='"other"'), 412)["code"] == "precondition_failed"


def test_the_document_is_exactly_the_bytes_of_its_digest(viewer, published):
    revision = published.revisions.get()
    for path in ("document/", "revisions/1/document/"):
        response = viewer.get(HOME + path)
        assert response.content == revision.document.encode()
        assert response["ETag"] == f'"{hashlib.sha256(response.content).hexdigest()}"'
        assert response["X-Content-Type-Options"] == "nosniff"
        since = response["Last-Modified"]
        assert viewer.get(HOME + path, HTTP_IF_MODIFIED_SINCE=since).status_code == 304


def test_a_new_revision_has_another_tag_and_the_old_one_stays(viewer, published, small: Graph, architect):
    old = viewer.get(HOME + "document/")
    change = parse_operations([{"op": "update", "key": "database", "fields": {"label": "Büro \U0001f5c4"}}])
    revision_create(topology=published, graph=apply(small, change).graph, author=architect)
    new = viewer.get(HOME + "document/", HTTP_IF_NONE_MATCH=old["ETag"])
    assert new.status_code == 200
    assert "Büro \U0001f5c4" in new.content.decode()
    assert viewer.get(HOME + "revisions/1/document/").content == old.content
    assert [row["number"] for row in viewer.get(HOME + "revisions/").json()["results"]] == [2, 1]
    shown = viewer.get(HOME + "revisions/2/").json()
    assert (shown["author"], shown["sha256"]) == ("anna", new["ETag"].strip('"'))


def test_the_list_shows_the_newest_revision_of_what_the_caller_may_see(cast, published):
    other = System.objects.create(slug="other", label="Other")
    Topology.objects.create(system=other, slug="hidden")
    listed = cast["viewer"].get("/api/v1/topologies/").json()
    assert listed["count"] == 1
    row = listed["results"][0]
    assert (row["system"], row["slug"], row["environment"]) == ("sample", "topology", "staging")
    assert (row["revision"], row["sha256"]) == (1, published.revisions.get().sha256)
    assert cast["viewer"].get(row["url"]).json() == row
    assert cast["outsider"].get("/api/v1/topologies/").json()["results"] == []


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 1),
        ("?system=sample", 1),
        ("?system=nobody", 0),
        ("?environment=staging", 1),
        ("?environment=production", 0),
        ("?exposes=5432", 1),
        ("?exposes=5433", 0),
        ("?system=sample&environment=staging&exposes=5432", 1),
        ("?limit=1&offset=1", 0),
        ("?offset=99999999999999999999999", 0),
    ],
)
def test_the_list_is_filtered(query, count, viewer, published):
    assert len(viewer.get("/api/v1/topologies/" + query).json()["results"]) == count


@pytest.mark.parametrize(
    "query", ["exposes=0", "exposes=65536", "exposes=x", "exposes=1e5", "environment=moon", "system=%00"]
)
def test_a_filter_that_makes_no_sense_is_refused_by_name(query, viewer, published):
    error = refusal(viewer.get(f"/api/v1/topologies/?{query}"), 400)
    assert [fault["field"] for fault in error["faults"]] == [query.split("=")[0]]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("section=nodes", ["copy", "database"]),
        ("kind=droplet", ["host"]),
        ("zone=host", ["copy", "database", "database-port"]),
        ("zone=cloud", ["host", "copy", "database", "database-port"]),
        ("zone=cloud&section=zones", ["host"]),
        ("kind=nothing", []),
        ("zone=nothing", []),
        ("limit=2", ["cloud", "host"]),
        ("limit=2&offset=1", ["host", "copy"]),
    ],
)
def test_elements_are_filtered_and_paged(query, keys, viewer, published):
    found = viewer.get(f"{HOME}elements/?{query}").json()
    assert [row["key"] for row in found["results"]] == keys


def test_an_unknown_section_is_refused(viewer, published):
    assert refusal(viewer.get(HOME + "elements/?section=walls"), 400)["faults"][0]["field"] == "section"


def test_an_element_stands_in_its_zones(viewer, published):
    assert viewer.get(HOME + "elements/database-port/").json() == {
        "section": "ports",
        "key": "database-port",
        "zones": ["host", "cloud"],
        "fields": {"node": "database", "number": 5432},
    }
    refusal(viewer.get(HOME + "elements/nobody/"), 404)


def test_findings_are_those_of_the_rules(viewer, published, small: Graph):
    found = viewer.get(HOME + "findings/").json()
    expected = check(small).findings
    assert [row["fingerprint"] for row in found] == [finding.fingerprint for finding in expected]
    assert set(found[0]) == set(FindingSerializer().fields)
    assert found[0]["evidence"]["type"] == type(expected[0].evidence).__name__.lower()


def test_without_a_revision_there_is_nothing_to_read(viewer, topology):
    assert viewer.get(HOME).json()["revision"] is None
    for path in ("document/", "elements/", "findings/", "elements/database/"):
        assert "no revision yet" in refusal(viewer.get(HOME + path), 404)["message"]


def test_the_document_satisfies_the_published_schema(viewer, published):
    response = viewer.get("/api/v1/document-schema/")
    assert response["Content-Type"] == "application/schema+json"
    jsonschema.validate(viewer.get(HOME + "document/").json(), json.loads(response.content))


def test_kinds_are_listed_with_the_schema_of_their_properties(viewer):
    kinds = viewer.get("/api/v1/kinds/").json()
    postgresql = next(kind for kind in kinds if kind["slug"] == "postgresql")
    assert postgresql["ports"][0]["number"] == 5432
    assert postgresql["section"] == "nodes"
    assert viewer.get("/api/v1/kinds/postgresql/").json() == postgresql
    tag = viewer.get("/api/v1/kinds/")["ETag"].strip('"')
    assert "immutable" in viewer.get(f"/api/v1/kinds/?v={tag}")["Cache-Control"]
    assert "no-cache" in viewer.get("/api/v1/kinds/?v=older")["Cache-Control"]
    refusal(viewer.get("/api/v1/kinds/nothing/"), 404)


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/api/v1/topologies/", 2),
        ("/api/v1/topologies/?exposes=5432", 2),
        (HOME, 1),
        (HOME + "document/", 2),
        (HOME + "elements/", 1),
        (HOME + "elements/database/", 1),
        (HOME + "findings/", 2),
        (HOME + "revisions/", 3),
        (HOME + "revisions/1/", 2),
    ],
)
def test_reading_takes_a_fixed_number_of_queries(path, queries, viewer: APIClient, published):
    who_asks = 2  # the token with its user, and the other tokens of that user
    viewer.get(path)  # keeps the graph and the report ready
    with CaptureQueriesContext(connection) as counted:
        assert viewer.get(path).status_code == 200
    assert len(counted) == who_asks + queries, [query["sql"] for query in counted]


def test_304_does_not_read_the_document(viewer, published):
    etag = viewer.get(HOME + "document/")["ETag"]
    with CaptureQueriesContext(connection) as counted:
        viewer.get(HOME + "document/", HTTP_IF_NONE_MATCH=etag)
    assert not any('"document"' in query["sql"] for query in counted)
    assert len(counted) == 3
