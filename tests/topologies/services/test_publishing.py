"""A draft becomes the next revision, and the approved state with it."""

import hashlib

import pytest
from django.contrib.auth.models import User

from topologies.documents import digest, dump, loads
from topologies.graph import Faults, Graph
from topologies.models import Draft, NodeRow, RetiredKey, Revision, Topology
from topologies.operations import parse_operations
from topologies.reviews import proposal_open
from topologies.services import (
    DraftClosed,
    DraftOfProposal,
    DraftOutdated,
    NothingToPublish,
    ReviewRequired,
    draft_discard,
    draft_edit,
    draft_open,
    draft_publish,
    revision_create,
    revision_published,
)
from topologies.snapshots import read_graph

pytestmark = pytest.mark.usefixtures("solo")


def renamed(draft: Draft, to: str, **header: str) -> Graph:
    operations = [{"op": "update", "key": "database", "fields": {"label": to}}]
    operations += [{"op": "configure", "fields": header}] if header else []
    draft.refresh_from_db()
    draft_edit(
        draft=draft,
        actor=draft.owner,
        base_version=draft.version,
        operations=parse_operations(operations),
        request_id=to,
    )
    return read_graph(draft)


def test_a_draft_becomes_the_next_revision(published: Topology, architect: User) -> None:
    draft = draft_open(topology=published, actor=architect)
    graph = renamed(draft, "new", label="New label", environment="production")
    revision = draft_publish(draft=draft, actor=architect, comment="why")
    published.refresh_from_db()
    assert (revision.number, revision.comment, revision.author) == (2, "why", architect)
    assert revision.sha256 == digest(dump(graph)) == hashlib.sha256(revision.document.encode()).hexdigest()
    assert loads(revision.document) == graph == read_graph(published.drafts.get(purpose="approved"))
    assert (published.label, published.environment) == ("New label", "production")


def test_publishing_closes_the_draft_and_keeps_its_log(published: Topology, architect: User) -> None:
    draft = draft_open(topology=published, actor=architect)
    renamed(draft, "new")
    draft_publish(draft=draft, actor=architect)
    draft.refresh_from_db()
    assert draft.closed
    assert draft.log.count() == 1
    assert not draft.keys.exists()
    with pytest.raises(DraftClosed):
        draft_publish(draft=draft, actor=architect)


def test_equal_content_is_no_revision(published: Topology, architect: User) -> None:
    draft = draft_open(topology=published, actor=architect)
    with pytest.raises(NothingToPublish, match="Revision 1 has exactly this content"):
        draft_publish(draft=draft, actor=architect)
    assert published.revisions.count() == 1


def test_what_is_reviewed_is_not_published_by_its_author(published: Topology, architect: User) -> None:
    published.policy.delete()
    draft = draft_open(topology=published, actor=architect)
    renamed(draft, "new")
    with pytest.raises(ReviewRequired, match="open a proposal"):
        draft_publish(draft=draft, actor=architect)
    assert published.revisions.count() == 1


def test_the_draft_of_a_proposal_ends_with_the_proposal(published: Topology, architect: User) -> None:
    draft = draft_open(topology=published, actor=architect)
    renamed(draft, "new")
    proposal_open(topology=published, actor=architect, title="Change", draft=draft)
    for end in (draft_publish, draft_discard):
        with pytest.raises(DraftOfProposal, match="proposal 1"):
            end(draft=draft, actor=architect)


def test_who_comes_second_does_not_overwrite_the_first(
    published: Topology, architect: User, people: dict[str, User]
) -> None:
    mine = draft_open(topology=published, actor=architect)
    theirs = draft_open(topology=published, actor=people["architect"])
    renamed(mine, "mine")
    renamed(theirs, "theirs")
    draft_publish(draft=theirs, actor=people["architect"])
    with pytest.raises(DraftOutdated, match="Revision 2"):
        draft_publish(draft=mine, actor=architect)


def test_opening_again_gives_the_same_draft_and_a_fresh_one_after_publishing(
    published: Topology, architect: User
) -> None:
    draft = draft_open(topology=published, actor=architect)
    assert draft_open(topology=published, actor=architect) == draft
    renamed(draft, "new")
    draft_publish(draft=draft, actor=architect)
    fresh = draft_open(topology=published, actor=architect)
    assert fresh != draft
    assert read_graph(fresh).nodes["database"].label == "new"


def test_an_untouched_draft_follows_the_newest_revision(
    published: Topology, architect: User, people: dict[str, User]
) -> None:
    draft_open(topology=published, actor=architect)
    theirs = draft_open(topology=published, actor=people["architect"])
    renamed(theirs, "theirs")
    draft_publish(draft=theirs, actor=people["architect"])
    mine = draft_open(topology=published, actor=architect)
    assert read_graph(mine).nodes["database"].label == "theirs"


def test_a_topology_without_revision_opens_empty(topology: Topology, architect: User) -> None:
    draft = draft_open(topology=topology, actor=architect)
    assert list(read_graph(draft).elements()) == []
    assert draft_publish(draft=draft, actor=architect).number == 1


def test_keys_that_go_are_retired_and_live_again_when_their_document_comes_back(
    published: Topology, architect: User, small: Graph
) -> None:
    smaller = loads(
        b'{"format": 1, "topology": {"system": "sample", "slug": "topology"}, "nodes":'
        b' {"database": {"kind": "postgresql"}}}'
    )
    revision_create(topology=published, graph=smaller, author=architect)
    assert set(RetiredKey.objects.values_list("key", flat=True)) == small.by_key.keys() - {"database"}
    revision_create(topology=published, graph=small, author=architect)
    assert not RetiredKey.objects.exists()


def test_a_document_of_another_topology_is_refused(topology: Topology, architect: User, small: Graph) -> None:
    topology.slug = "other"
    topology.save()
    with pytest.raises(Faults, match=r"slug: is 'topology' in the document and 'other' here"):
        revision_create(topology=topology, graph=small, author=architect)
    assert not Revision.objects.exists()


def test_others_hear_of_a_revision_after_commit_and_cannot_break_it(
    topology: Topology, architect: User, small: Graph, django_capture_on_commit_callbacks
) -> None:
    heard: list[Revision] = []

    def listen(revision: Revision, **_: object) -> None:
        heard.append(revision)
        raise RuntimeError("a receiver that fails")

    revision_published.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            revision = revision_create(topology=topology, graph=small, author=architect)
            assert heard == []
    finally:
        revision_published.disconnect(listen)
    assert heard == [revision]


def test_publishing_writes_only_the_rows_that_differ(published: Topology, architect: User) -> None:
    approved = published.drafts.get(purpose="approved")
    rows = dict(approved.keys.values_list("key", "pk"))
    draft = draft_open(topology=published, actor=architect)
    graph = renamed(draft, "new")
    draft_publish(draft=draft, actor=architect)

    approved.refresh_from_db()
    assert read_graph(approved) == graph
    assert dict(approved.keys.values_list("key", "pk")) == rows


def test_an_approved_state_that_makes_no_graph_any_more_is_written_anew(
    published: Topology, architect: User
) -> None:
    draft = draft_open(topology=published, actor=architect)
    graph = renamed(draft, "new")
    approved = published.drafts.get(purpose="approved")
    NodeRow.objects.filter(draft=approved, key="database").update(kind="abacus")
    draft_publish(draft=draft, actor=architect)

    approved.refresh_from_db()
    assert read_graph(approved) == graph
