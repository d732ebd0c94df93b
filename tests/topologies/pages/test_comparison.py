"""The pages of changes: of a proposal, since a vote, between revisions."""

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from exporters.registry import find_target
from tests.cast import Cast
from topologies import reviews
from topologies.models import Proposal
from topologies.operations import diff, parse_operations
from topologies.pages.comparison import files
from topologies.pages.comparison.states import of_proposal
from topologies.pages.proposals.heading import Case
from topologies.selectors import graph_of
from topologies.services import draft_edit, revision_create

HOSTILE = "</script><img src=x onerror=alert(1)>"
pytestmark = pytest.mark.django_db


def label(key: str, text: str) -> dict[str, Any]:
    return {"op": "update", "key": key, "fields": {"label": text}}


def edit(cast: Cast, proposal: Proposal, *operations: dict[str, Any]) -> None:
    proposal.draft.refresh_from_db()
    draft_edit(
        draft=proposal.draft,
        actor=cast.people["architect"],
        base_version=proposal.draft.version,
        operations=parse_operations(list(operations)),
        request_id=str(uuid4()),
    )


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    """The architect's proposal, submitted: Caddy has another name and there is a new cache."""
    found = reviews.proposal_open(topology=cast.topology, actor=cast.people["architect"], title="Change")
    cache = {"op": "add", "section": "nodes", "key": "fresh", "fields": {"kind": "redis", "label": HOSTILE}}
    edit(cast, found, label("caddy", "Front"), cache)
    return reviews.proposal_submit(proposal=found, actor=cast.people["architect"])


def listed(body: str) -> list[str]:
    return re.findall(r'data-item="([^"]+)"', body)


def marked(body: str) -> list[str]:
    return re.findall(r'data-change="([^"]+)"', body)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_change_is_listed_once_and_marked_once(cast: Cast, proposal: Proposal, seen_by) -> None:
    body = page(seen_by("reviewer"), f"{cast.address}proposals/{proposal.number}/changes/")
    assert listed(body) == marked(body) == ["nodes--caddy", "nodes--fresh"]
    assert HOSTILE not in body
    assert 'name="key" value="caddy"' in body


def test_a_reviewer_sees_only_what_changed_since_their_vote(cast: Cast, proposal: Proposal, seen_by) -> None:
    vote = reviews.vote_cast(
        proposal=proposal, actor=cast.people["reviewer"], verdict="request changes", text="Not yet."
    )
    address = f"{cast.address}proposals/{proposal.number}/changes/since/{vote.pk}/"
    assert "Nothing differs" in page(seen_by("reviewer"), address)
    edit(cast, proposal, label("postgresql", "Data"))
    assert listed(page(seen_by("reviewer"), address)) == ["nodes--postgresql"]
    assert len(listed(page(seen_by("reviewer"), address.partition("since")[0]))) == 3


def test_a_vote_on_another_proposal_is_no_address(cast: Cast, proposal: Proposal, seen_by) -> None:
    address = f"{cast.address}proposals/{proposal.number}/changes/since/404/"
    assert seen_by("reviewer").get(address).status_code == 404


def test_a_merged_proposal_shows_what_it_merged(cast: Cast, proposal: Proposal, seen_by) -> None:
    reviews.vote_cast(proposal=proposal, actor=cast.people["reviewer"], verdict="approve", text="")
    reviews.policy_set(
        topology=cast.topology,
        actor=cast.people["administrator"],
        minimum_approvals=1,
        gate="critical",
        solo=True,
    )
    administrator = cast.people["administrator"]
    reviews.proposal_merge(proposal=proposal, actor=administrator, today=date(2030, 5, 1))
    body = page(seen_by("viewer"), f"{cast.address}proposals/{proposal.number}/changes/")
    assert listed(body) == ["nodes--caddy", "nodes--fresh"]


def test_two_revisions_either_way_round(cast: Cast, proposal: Proposal, seen_by) -> None:
    graph = reviews.content_of(proposal).graph
    newer = revision_create(topology=cast.topology, graph=graph, author=cast.people["architect"])
    expected = [f"{one.section}--{one.key}" for one in diff(graph_of(cast.revision.sha256), graph)]
    there = page(seen_by("viewer"), f"{cast.address}revisions/1..{newer.number}/")
    back = page(seen_by("viewer"), f"{cast.address}revisions/{newer.number}..1/")
    assert listed(there) == listed(back) == expected
    assert "1 added" in there
    assert "1 removed" in back
    assert seen_by("viewer").get(f"{cast.address}revisions/1..9/").status_code == 404


def test_the_evidence_has_an_address_of_its_own(cast: Cast, proposal: Proposal, seen_by) -> None:
    address = f"{cast.address}proposals/{proposal.number}/changes/"
    whole = page(seen_by("reviewer"), f"{address}evidence/")
    assert "Cost a month" in whole
    assert "<html" in whole
    part = seen_by("reviewer").get(f"{address}evidence/", headers={"HX-Request": "true"}).content.decode()
    assert "Cost a month" in part
    assert "<html" not in part


def test_generated_files_are_compared_target_by_target(cast: Cast, proposal: Proposal, seen_by) -> None:
    address = f"{cast.address}proposals/{proposal.number}/changes/files/"
    client, hx = seen_by("reviewer"), {"HX-Request": "true"}
    first = client.get(address, headers=hx).content.decode()
    assert re.search(r"0 of \d+ targets", first)
    assert "?target=" in first
    body = client.get(f"{address}?target=caddyfile", headers=hx).content.decode()
    assert "hx-swap-oob" in body
    assert "Caddyfile" in body
    assert client.get(f"{address}?target=nothing").status_code == 404
    assert client.get(address.replace("files", "elsewhere")).status_code == 404


def test_what_takes_long_is_said_first_made_then_and_comes_last(
    cast: Cast, proposal: Proposal, seen_by
) -> None:
    address = f"{cast.address}proposals/{proposal.number}/changes/files/?target=diagram"
    client, hx = seen_by("reviewer"), {"HX-Request": "true"}
    waiting = client.get(address, headers=hx).content.decode()
    assert "is being made for both states" in waiting
    [href] = re.findall(r'hx-get="([^"]+)"', waiting)
    made = client.get(href.replace("&amp;", "&"), headers=hx).content.decode()
    assert "diagram.svg" in made
    assert "hx-get" not in made
    assert re.search(r"(\d+) of \1 targets", made)
    assert "diagram.svg" in client.get(address, headers=hx).content.decode()


def test_what_is_too_large_to_wait_for_is_there_once_a_worker_made_it(cast: Cast, proposal: Proposal) -> None:
    edit(cast, proposal, label("caddy", "Too large"))
    proposal.draft.refresh_from_db()
    pair, target = of_proposal(Case(proposal, AnonymousUser())), find_target("caddyfile")
    refusal, found, _ = files.answer(pair, target, most=1)
    assert "more than 1 elements" in refusal
    assert not found
    made = files.answer(pair, target)
    assert [one.path for one in made[1]] == ["caddy/Caddyfile"]
    assert files.answer(pair, target, most=1) == made


def test_the_page_asks_the_database_the_same_for_many_changes_as_for_one(
    cast: Cast, proposal: Proposal, seen_by, django_assert_max_num_queries
) -> None:
    client, address = seen_by("reviewer"), f"{cast.address}proposals/{proposal.number}/changes/"
    edit(
        cast, proposal, *(label(key, f"New {key}") for key in list(graph_of(cast.revision.sha256).nodes)[:8])
    )
    with django_assert_max_num_queries(40):
        page(client, address)
