"""Two people at the same moment: real threads, real transactions."""

import pytest
from django.contrib.auth.models import User

from tests.support.together import together
from topologies.graph import Faults
from topologies.models import Draft, Topology
from topologies.operations import parse_operations
from topologies.services import (
    DraftClosed,
    DraftOutdated,
    Edit,
    StaleVersion,
    draft_edit,
    draft_open,
    draft_publish,
    system_create,
)
from topologies.snapshots import read_graph

pytestmark = pytest.mark.django_db(transaction=True)


def edit(draft: Draft, label: str, request: str) -> Edit:
    operations = parse_operations([{"op": "update", "key": "database", "fields": {"label": label}}])
    return draft_edit(
        draft=draft, actor=draft.owner, base_version=0, operations=operations, request_id=request
    )


def test_of_edits_on_one_version_exactly_one_wins(published: Topology, architect: User) -> None:
    draft = draft_open(topology=published, actor=architect)
    answers = together(*(lambda n=n: edit(draft, f"label {n}", f"request {n}") for n in range(4)))
    won = [answer for answer in answers if isinstance(answer, Edit)]
    assert len(won) == 1
    assert [type(answer) for answer in answers if answer not in won] == [StaleVersion] * 3
    assert read_graph(draft).nodes["database"].label == won[0].changes[0]["after"]["label"]


def test_one_request_sent_twice_is_applied_once(published: Topology, architect: User) -> None:
    draft = draft_open(topology=published, actor=architect)
    first, second = together(*(lambda: edit(draft, "label", "same") for _ in range(2)))
    assert isinstance(first, Edit)
    assert first == second
    assert draft.log.count() == 1


@pytest.mark.usefixtures("solo")
def test_of_two_drafts_published_at_once_one_becomes_the_revision(
    published: Topology, architect: User, people: dict[str, User]
) -> None:
    drafts = [draft_open(topology=published, actor=one) for one in (architect, people["architect"])]
    for number, draft in enumerate(drafts):
        edit(draft, f"label {number}", "request")
    answers = together(*(lambda d=draft: draft_publish(draft=d, actor=d.owner) for draft in drafts))
    assert sum(isinstance(answer, DraftOutdated) for answer in answers) == 1
    assert [revision.number for revision in published.revisions.all()] == [2, 1]


@pytest.mark.usefixtures("solo")
def test_an_edit_and_a_publish_at_once_lose_nothing(published: Topology, architect: User) -> None:
    draft = draft_open(topology=published, actor=architect)
    edit(draft, "first", "first")
    draft.refresh_from_db()

    def second() -> Edit:
        operations = parse_operations([{"op": "update", "key": "copy", "fields": {"label": "second"}}])
        return draft_edit(
            draft=draft, actor=architect, base_version=1, operations=operations, request_id="second"
        )

    edited, revision = together(second, lambda: draft_publish(draft=draft, actor=architect))
    in_revision = '"second"' in revision.document
    assert in_revision == isinstance(edited, Edit)
    assert in_revision or isinstance(edited, DraftClosed)


def test_a_person_who_opens_twice_at_once_has_one_draft(published: Topology, architect: User) -> None:
    drafts = together(*(lambda: draft_open(topology=published, actor=architect) for _ in range(3)))
    assert len({draft.pk for draft in drafts}) == 1


def test_a_slug_taken_at_the_same_moment_is_a_clear_refusal(people: dict[str, User]) -> None:
    create = lambda: system_create(actor=people["superuser"], slug="raced", label="Raced")  # noqa: E731
    answers = together(create, create)
    assert sum(isinstance(answer, Faults) for answer in answers) == 1
