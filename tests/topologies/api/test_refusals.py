"""Whatever is sent: one shape, a 4xx, and never a 500."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from knox.models import AuthToken
from rest_framework.test import APIClient

from tests.rest import HOME, refusal, token
from tests.topologies.conftest import person

LIST = "/api/v1/topologies/"
DRAFTS = HOME + "drafts/"
BODIES = [
    b"",
    b"{",
    b"[]",
    b"1",
    b"null",
    b'"text"',
    b"[" * 200_000,
    b'{"operations":' * 5_000,
    b'{"a":' + b"[" * 60 + b"]" * 60 + b"}",
    b'{"a": NaN}',
    b'{"a": Infinity}',
    b'{"a": 1e999}',
    b'{"a": ' + b"9" * 5_000 + b"}",
    b'{"a": ' + b"9" * 4_000 + b"}",
    b'{"a": 1, "a": 2}',
    b'{"a": "\\u0000"}',
    b'{"\\u0000": 1}',
    b'{"a": "\\ud800"}',
    b'{"a": "\xff"}',
    '{"a": 1}'.encode("utf-16"),
    b"\x00",
]


@pytest.fixture
def mine(cast, published) -> str:
    return str(cast["architect"].post(DRAFTS)["Location"])


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_a_body_that_is_no_good_json_is_refused(body, cast, mine):
    for path in ("operations/", "publish/"):
        if body == b"" and path == "publish/":
            continue  # publishing needs no body
        response = cast["architect"].generic("POST", mine + path, body, content_type="application/json")
        assert refusal(response, 400)["faults"]


@pytest.mark.parametrize(
    "kind", ["text/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "x"]
)
def test_another_content_type_is_415(kind, cast, mine):
    response = cast["architect"].generic("POST", mine + "operations/", b"<a/>", content_type=kind)
    assert refusal(response, 415)["code"] == "unsupported_media_type"


def test_another_answer_type_is_406(viewer, published):
    assert refusal(viewer.get(LIST, HTTP_ACCEPT="image/png"), 406)["code"] == "not_acceptable"


def test_another_method_is_405(viewer, published):
    refused = viewer.put(LIST, {})
    assert refusal(refused, 405)["code"] == "method_not_allowed"
    assert "GET" in refused["Allow"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/",
        "/api/v1/nothing/",
        "/api/v1/topologies",
        "/api/v1/topologies/a/",
        "/api/v1/topologies/a%00b/c/",
        "/api/v1/topologies/a/b/revisions/99999999999999999999999999/",
        "/api/v1/topologies/a/b/revisions/" + "9" * 5000 + "/",
        "/api/v1/topologies/sample/topology/revisions/99999999999999999999999999/",
        "/api/v1/topologies/sample/topology/drafts/99999999999999999999999999/",
        "/api/v1/topologies/sample/topology/elements/%F0%9F%97%84/",
        "/api/v1/topologies/sample/topology/elements/" + "a" * 3000 + "/",
    ],
)
def test_an_address_of_nothing_is_404(path, cast, published):
    for method in ("get", "post", "delete"):
        response = getattr(cast["administrator"], method)(path)
        if response.status_code != 405:
            refusal(response, 404)


def test_a_forgotten_slash_is_told(viewer):
    assert "slash" in refusal(viewer.get("/api/v1/topologies"), 404)["message"]
    assert "slash" not in refusal(viewer.get("/api/v1/x/"), 404)["message"]


def test_a_body_beyond_the_limit_is_413(viewer, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert refusal(viewer.post(DRAFTS, {"a": "x" * 200}), 413)["code"] == "too_large"


@pytest.mark.parametrize(
    "header",
    [
        "Token",
        "Token x y",
        "Token nonsense",
        "Token " + "0" * 64,
        "Token \xff",
        "Token \x00",
        "Bearer x",
        "\xe9",
    ],
)
def test_a_token_that_is_none_is_401(header, published):
    client = APIClient(raise_request_exception=False)
    refused = client.get(LIST, HTTP_AUTHORIZATION=header)
    refusal(refused, 401)
    assert refused["WWW-Authenticate"] == "Token"


def test_a_token_dies_when_it_is_revoked(db):
    user = person("leaving")
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token(user)}")
    assert client.get(LIST).status_code == 200
    assert client.post("/api/v1/revoke-token/").status_code == 204
    refusal(client.get(LIST), 401)
    assert not AuthToken.objects.filter(user=user).exists()


def test_a_session_reads_and_writes_only_with_its_csrf_token(published, system, db):
    browser = APIClient(enforce_csrf_checks=True)
    browser.get("/sign-in/")
    browser.force_login(published.revisions.get().author)
    assert browser.get(HOME).status_code == 200
    assert "CSRF" in refusal(browser.post(DRAFTS), 403)["message"]
    secret = {"HTTP_X_CSRFTOKEN": browser.cookies["csrftoken"].value}
    assert browser.post(DRAFTS, **secret).status_code == 200
    assert refusal(browser.post("/api/v1/revoke-token/", **secret), 409)["code"] == "no_token"


@pytest.mark.parametrize("query", ["lang=%00", "lang=xx", "format=xml", "version=9", "format=%ff"])
def test_the_description_of_the_api_takes_no_harm(query, db):
    response = APIClient(raise_request_exception=False).get(f"/api/v1/schema/?{query}")
    assert response.status_code < 500
    if response.status_code != 200:
        refusal(response, response.status_code)


def test_too_many_requests_get_429_and_when_to_come_again(published, settings, cast):
    settings.API_RATE = "3/min"
    assert [cast["viewer"].get(HOME).status_code for _ in range(3)] == [200] * 3
    refused = cast["viewer"].get(HOME)
    assert refusal(refused, 429)["code"] == "throttled"
    assert 0 < int(refused["Retry-After"]) <= 60
    assert cast["architect"].get(HOME).status_code == 200  # counted for each caller


def test_a_cache_that_is_away_stops_nobody(published, settings, viewer):
    cache = {**settings.CACHES["default"], "LOCATION": "unix:///nowhere/valkey.sock"}
    settings.CACHES = {"default": cache}
    assert viewer.get(HOME).status_code == 200


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=15,
)
KEYS = st.sampled_from(["database", "host", "walls", "copying", "new", ""]) | st.text(max_size=10)
OPERATION = st.fixed_dictionaries(
    {
        "op": st.sampled_from(
            ["add", "update", "move", "connect", "disconnect", "attach", "detach", "remove", "restore",
             "reorder", "place", "configure"]
        )
    },
    optional={
        "key": KEYS | JSON,
        "section": st.sampled_from(["nodes", "zones", "ports", "rules", "links", "views"]) | JSON,
        "fields": st.dictionaries(
            st.sampled_from(["label", "kind", "zone", "parent", "number", "properties", "cidr", "objectives"]), JSON, max_size=4
        ),
        "to": KEYS | st.none(),
        "source": KEYS, "target": KEYS, "group": KEYS, "port": KEYS | st.none(),
        "elements": JSON, "order": st.lists(KEYS, max_size=3), "direction": st.just("ingress"),
        "view": KEYS, "placements": JSON, "cascade": st.booleans(),
    },
)  # fmt: skip


def raw(body: Any) -> bytes:
    return json.dumps(body).encode("utf-8", "surrogatepass")


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(OPERATION | JSON, max_size=4) | JSON, JSON, JSON)
def test_no_body_ever_breaks_the_server(mine, cast, settings, operations, version, request_id):
    settings.API_RATE = "100000/min"
    client = cast["architect"]
    current = client.get(mine).json()["version"]
    bodies = [
        {"base_version": current, "request_id": f"r{current}", "operations": operations},
        {"base_version": version, "request_id": request_id, "operations": operations},
        operations,
    ]
    for body in bodies:
        response = client.generic("POST", mine + "operations/", raw(body), content_type="application/json")
        if response.status_code != 200:
            assert response.status_code in (400, 409), response.content
            refusal(response, response.status_code)
    assert client.get(mine + "document/").status_code == 200


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["", "document/", "elements/", "findings/", "revisions/", "exports/", "files/"]),
    st.text(max_size=30),
    st.dictionaries(
        st.sampled_from(["limit", "offset", "section", "kind", "zone", "exposes", "format"]),
        st.text(max_size=10),
    ),
    st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=20),
)
def test_no_address_or_header_ever_breaks_the_server(viewer, published, settings, part, rest, query, header):
    settings.API_RATE = "100000/min"
    headers = {"HTTP_IF_NONE_MATCH": header, "HTTP_IF_MODIFIED_SINCE": header, "HTTP_ACCEPT": header}
    for extra in ({}, headers):
        response = viewer.get(f"{HOME}{part}", query, **extra)
        assert response.status_code < 500, response.content
        response = viewer.get(f"{HOME}{part}{rest}", query, **extra)
        assert response.status_code < 500, response.content
