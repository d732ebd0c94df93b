"""A worker looks at a proposal first, so that nobody waits for what it works out."""

from collections.abc import Iterator
from typing import Any

import pytest
from celery.signals import before_task_publish
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, assembled, unannounced
from tests.topologies.reviews.conftest import Desk, label, small
from topologies import judged, live, selectors
from topologies.models import Proposal
from topologies.reviews import proposal_submit
from topologies.reviews.preparing import PREPARE
from topologies.tasks import prepare_review


@pytest.fixture
def cast(db: None) -> Cast:
    return assembled(small())


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


@pytest.fixture
def asked() -> Iterator[list[int]]:
    """The proposals that workers are asked to look at, as the messages leave."""
    found: list[int] = []

    def hear(sender: str, body: Any, **signal: Any) -> None:
        if sender == PREPARE:
            found.append(body[0][0])

    before_task_publish.connect(hear)
    yield found
    before_task_publish.disconnect(hear)


def prepare(proposal: Proposal) -> None:
    proposal.draft.refresh_from_db()
    prepare_review(proposal.pk, str(proposal.draft.stamp))


def elsewhere() -> None:
    """As a process that has seen nothing of it."""
    live._kept.clear()
    judged._kept.clear()
    selectors.graph_of.cache_clear()


@pytest.mark.parametrize("rest", ["changes/", "changes/evidence/"])
def test_whoever_looks_first_waits_for_no_graph(desk: Desk, cast: Cast, seen_by, rest: str) -> None:
    proposal = desk.submit(label("app", "One"))
    prepare(proposal)
    reader, address = seen_by("reviewer"), f"{cast.address}proposals/{proposal.number}/{rest}"
    elsewhere()
    with CaptureQueriesContext(connection) as queries:
        assert reader.get(address).status_code == 200
    tables = ("noderow", "linkrow", "portrow")
    assert not [one["sql"] for one in queries if any(name in one["sql"] for name in tables)]
    assert not live._kept
    assert not selectors.graph_of.cache_info().currsize


def test_it_shows_what_is_there_and_not_what_was(desk: Desk, cast: Cast, seen_by) -> None:
    proposal = desk.submit(label("app", "One"))
    prepare(proposal)
    desk.edit(proposal, label("lb", "Two"))
    page = seen_by("reviewer").get(f"{cast.address}proposals/{proposal.number}/changes/").content.decode()
    assert page.count("data-item=") == 2


def test_what_moved_on_is_left_to_the_next_message(desk: Desk) -> None:
    proposal = desk.submit(label("app", "One"))
    stamp = str(Proposal.objects.get(pk=proposal.pk).draft.stamp)
    desk.edit(proposal, label("lb", "Two"))
    elsewhere()
    prepare_review(proposal.pk, stamp)
    prepare_review(proposal.pk + 1, stamp)
    assert not live._kept


def test_a_worker_is_asked_when_something_came(
    desk: Desk, asked: list[int], django_capture_on_commit_callbacks
) -> None:
    def told(act: Any) -> list[int]:
        asked.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return list(asked)

    mine, other = desk.propose(label("app", "One")), desk.propose(label("lb", "Two"))
    architect = desk.person("architect")
    assert told(lambda: desk.edit(mine, label("app", "Three"))) == []
    for one in (mine, other):
        assert told(lambda one=one: proposal_submit(proposal=one, actor=architect)) == [one.pk]
    assert told(lambda: desk.edit(mine, label("app", "Four"))) == [mine.pk]
    desk.vote(other)
    with unannounced():
        assert told(lambda: desk.merge(other)) == [mine.pk]
