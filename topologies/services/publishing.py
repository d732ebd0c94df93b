"""Making a draft the approved state of its topology."""

import hashlib

from django.contrib.auth.models import User
from django.db import transaction
from django.dispatch import Signal

from topologies.documents import dump, dump_value, encode, loads
from topologies.graph import Fault, Faults, Graph
from topologies.models import Draft, Policy, RetiredKey, Revision, Topology
from topologies.notifying import outbox
from topologies.operations import diff
from topologies.services import audit
from topologies.services.drafts import blank, draft_close, refuse_proposals
from topologies.services.errors import DraftOutdated, NothingToPublish, ReviewRequired
from topologies.services.locking import locked_draft, locked_topology
from topologies.services.permissions import Action, require_draft
from topologies.snapshots import read_graph, write_changes, write_graph

# Sent with `revision` and its `graph` once its transaction is committed, so that others may start work on it. A receiver that
# fails is logged and stops nobody.
revision_published = Signal()


MOST = 1 / 4  # of all rows: beyond, deleting and writing all of them is less work than changing these


@transaction.atomic
def draft_publish(*, draft: Draft, actor: User, comment: str = "") -> Revision:
    """The next revision, made of this draft, which is closed with it.

    Raises:
        ReviewRequired: the topology's policy is not solo.
        DraftOfProposal: it belongs to a proposal.
        DraftOutdated: a revision was published since the draft was opened.
        NothingToPublish: the draft equals the newest revision.
        Faults: the draft is no valid document.
        DraftClosed, PermissionDenied, NotFound
    """
    require_draft(actor, Action.PUBLISH, draft)
    topology = locked_topology(draft.topology_id)
    draft = locked_draft(draft.pk)
    refuse_proposals(draft)
    if not publishes_alone(topology):
        raise ReviewRequired(f"Changes of {topology} are reviewed: open a proposal with this draft.")
    newest = topology.revisions.first()
    if newest and draft.base_id != newest.pk:
        raise DraftOutdated(
            f"Revision {newest.number} was published meanwhile; open a new draft on top of it."
        )
    revision = revision_create(topology=topology, graph=read_graph(draft), author=actor, comment=comment)
    draft_close(draft)
    return revision


def publishes_alone(topology: Topology) -> bool:
    """Does the topology's policy let whoever may publish do so without a review?"""
    return Policy.objects.filter(topology=topology, solo=True).exists()


@transaction.atomic
def revision_create(*, topology: Topology, graph: Graph, author: User, comment: str = "") -> Revision:
    """The next revision, made of this graph; it becomes the approved state. Checks no permission.

    Raises:
        NothingToPublish: the newest revision has the same content.
        Faults: the graph's document is not valid, or not of this topology.
    """
    topology = locked_topology(topology.pk)
    content = encode(dump(graph))
    graph = _checked(topology, content)
    newest = topology.revisions.first()
    sha256 = hashlib.sha256(content).hexdigest()
    if newest and newest.sha256 == sha256:
        raise NothingToPublish(f"Revision {newest.number} has exactly this content.")
    revision = topology.revisions.create(
        number=newest.number + 1 if newest else 1,
        document=content.decode(),
        sha256=sha256,
        author=author,
        comment=comment,
    )
    _approve(topology, revision, graph)
    _announce(revision, graph, author, newest.sha256 if newest else "")
    return revision


def _checked(topology: Topology, content: bytes) -> Graph:
    """The graph of the whole document, read again as everybody will read it."""
    graph = loads(content)
    named = {
        "system": (graph.header.system, topology.system.slug),
        "slug": (graph.header.slug, topology.slug),
    }
    wrong = [
        Fault("", field, f"is {says!r} in the document and {is_!r} here")
        for field, (says, is_) in named.items()
        if says != is_
    ]
    if wrong:
        raise Faults(wrong)
    return graph


def _approve(topology: Topology, revision: Revision, graph: Graph) -> None:
    """Bring the approved state to this graph, and what the topology repeats of its header."""
    approved, _ = Draft.objects.get_or_create(
        topology=topology,
        purpose=Draft.Purpose.APPROVED,
        defaults={"header": dump_value(blank(topology).header)},
    )
    gone = set(approved.keys.values_list("key", flat=True)) - graph.by_key.keys()
    _bring(approved, graph)
    approved.base, approved.version = revision, revision.number
    approved.save(update_fields=["base", "version", "changed"])
    retired = [RetiredKey(topology=topology, key=key) for key in sorted(gone)]
    RetiredKey.objects.bulk_create(retired, ignore_conflicts=True)
    topology.retired_keys.filter(key__in=approved.keys.values("key")).delete()
    topology.label, topology.environment = graph.header.label, graph.header.environment
    topology.save(update_fields=["label", "environment"])


def _bring(approved: Draft, graph: Graph) -> None:
    """Write the rows that differ; all of them where most do, or where those that are there no longer make a graph."""
    try:
        changes = diff(read_graph(approved), graph)
    except Faults:
        write_graph(approved, graph)
        return
    if len(changes) > len(graph.by_key) * MOST:
        write_graph(approved, graph)
    else:
        write_changes(approved, changes)


def _announce(revision: Revision, graph: Graph, author: User, before: str) -> None:
    topology = revision.topology
    audit.record(
        actor=author,
        action="publish revision",
        system=topology.system,
        topology=topology.slug,
        before=before,
        after=revision.sha256,
        number=revision.number,
    )
    told = {"topology": topology.slug, "revision": revision.number, "sha256": revision.sha256}
    outbox.announce(topology.system, "revision.published", {**told, "actor": author.get_username()})
    news = {"revision": revision, "graph": graph}
    transaction.on_commit(lambda: revision_published.send_robust(sender=Revision, **news))
