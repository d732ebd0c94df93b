"""Previews and comparisons of generated text: pages and API say the same, and nothing is kept."""

from uuid import uuid4

import pytest
from django.test import Client

from exporters.comparing import differences, previewed
from exporters.models import Export
from exporters.registry import UnsupportedError, find_target
from tests.builders import topology
from tests.cast import Cast, assembled
from topologies.operations import parse_operations
from topologies.services import draft_edit, draft_open, revision_create
from topologies.snapshots import read_graph


def test_only_what_differs_is_shown_line_by_line() -> None:
    found = differences(
        {"a": b"1\n2\n", "b": b"same", "c": b"old"}, {"a": b"1\n3\n", "b": b"same", "d": b"new"}
    )
    assert [(one.path, one.state, one.added, one.removed) for one in found] == [
        ("a", "changed", 1, 1),
        ("c", "removed", 0, 1),
        ("d", "added", 1, 0),
    ]
    assert found[0].lines == ("@@ -1,2 +1,2 @@", " 1", "-2", "+3")


def test_what_is_no_text_differs_without_lines() -> None:
    assert differences({"a": b"\xff"}, {"a": b"\xfe"})[0].lines == ()


def test_a_topology_that_one_would_wait_for_is_not_previewed() -> None:
    many = {f"web-{number}": {} for number in range(5001)}
    with pytest.raises(UnsupportedError, match="5,000"):
        previewed(find_target("caddyfile"), topology(nodes=many))


@pytest.fixture
def cast(db: None) -> Cast:
    return assembled(
        topology(draw="internet -> web:443 -> app:8080", nodes={"web": {"domains": ["shop.example"]}})
    )


def edited(cast: Cast):
    draft = draft_open(topology=cast.topology, actor=cast.people["architect"])
    operations = [{"op": "update", "key": "app-8080", "fields": {"number": 9090}}]
    draft_edit(
        draft=draft,
        actor=draft.owner,
        base_version=0,
        operations=parse_operations(operations),
        request_id=str(uuid4()),
    )
    return draft


def signed_in(cast: Cast, name: str = "architect") -> Client:
    client = Client()
    client.force_login(cast.people[name])
    return client


def test_a_draft_is_previewed_beside_its_revision_on_page_and_api_and_nothing_is_kept(cast: Cast) -> None:
    draft = edited(cast)
    before = Export.objects.count()
    client = signed_in(cast)
    page = client.get(f"{cast.address}exports/drafts/{draft.pk}/?target=caddyfile").content.decode()
    answer = client.get(f"/api/v1/topologies{cast.address}drafts/{draft.pk}/preview/caddyfile/").json()
    changed = [line for one in answer["differences"] for line in one["lines"] if line[:1] in "+-"]
    assert any("9090" in line and line.startswith("+") for line in changed)
    assert any("8080" in line and line.startswith("-") for line in changed)
    assert all(line in page.replace("&quot;", '"').replace("&#x27;", "'") for line in changed)
    assert Export.objects.count() == before


def test_two_revisions_are_compared_on_page_and_api(cast: Cast) -> None:
    graph = read_graph(edited(cast))
    revision_create(topology=cast.topology, graph=graph, author=cast.people["architect"])
    client = signed_in(cast, "viewer")
    answer = client.get(f"/api/v1/topologies{cast.address}compare/caddyfile/").json()
    assert [one["state"] for one in answer["differences"]] == ["changed"]
    same = client.get(f"/api/v1/topologies{cast.address}compare/caddyfile/?from=2&to=2").json()
    assert same["differences"] == []
    assert b"9090" in client.get(f"{cast.address}exports/compare/?target=caddyfile").content


@pytest.mark.parametrize("query", ["?from=x", "?to=%C2%B2", "?to=99999999999999999999"])
def test_a_revision_that_is_no_number_is_one_clear_error(cast: Cast, query: str) -> None:
    client = signed_in(cast)
    answer = client.get(f"/api/v1/topologies{cast.address}compare/caddyfile/{query}")
    assert answer.status_code == 400
    assert client.get(f"{cast.address}exports/compare/{query}").status_code == 404


def test_an_unknown_target_is_one_clear_error(cast: Cast) -> None:
    assert signed_in(cast).get(f"/api/v1/topologies{cast.address}compare/nothing/").status_code == 400
