"""Opening and discarding working drafts."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from topologies.copying import copy_rows
from topologies.documents import dump_value, loads
from topologies.graph import Environment, Graph, Header, build
from topologies.models import Draft, Proposal, Revision, Topology
from topologies.services import audit
from topologies.services.errors import DraftOfProposal
from topologies.services.locking import locked_draft, locked_topology
from topologies.services.permissions import Action, require, require_draft
from topologies.snapshots import clear, write_graph


@transaction.atomic
def draft_open(*, topology: Topology, actor: User) -> Draft:
    """The person's open draft of this topology that is no proposal, or a new one on top of the newest revision.

    A draft without edits follows the newest revision. One with edits stays as it is.
    """
    require(actor, Action.EDIT, topology.system)
    topology = locked_topology(topology.pk)
    newest = topology.revisions.first()
    own = topology.drafts.filter(purpose="working", owner=actor, closed=None, proposal=None)
    draft = own.first()
    if draft and (draft.version or draft.base_id == (newest and newest.pk)):
        return draft
    if draft:
        draft_close(draft)
    return _opened(topology, actor, newest)


def draft_start(*, topology: Topology, actor: User, base: Revision | None = None) -> Draft:
    """A new draft on top of this revision, or the newest. Checks no permission; call it with the topology locked."""
    return _opened(topology, actor, base or topology.revisions.first())


def _opened(topology: Topology, actor: User, base: Revision | None) -> Draft:
    approved = topology.drafts.filter(purpose=Draft.Purpose.APPROVED, base=base).first() if base else None
    if approved:
        draft = _draft(topology, actor, base, approved.header)
        copy_rows(approved, draft)
    else:
        graph = loads(base.document) if base else blank(topology)
        draft = _draft(topology, actor, base, dump_value(graph.header))
        write_graph(draft, graph)
    audit.record(actor=actor, action="open draft", system=topology.system, topology=topology.slug)
    return draft


def _draft(topology: Topology, actor: User, base: Revision | None, header: dict[str, Any]) -> Draft:
    return Draft.objects.create(
        topology=topology, purpose=Draft.Purpose.WORKING, owner=actor, base=base, header=header
    )


def blank(topology: Topology) -> Graph:
    """The graph of a topology that has no revision: a header and no element."""
    header = Header(
        system=topology.system.slug,
        slug=topology.slug,
        label=topology.label,
        environment=cast("Environment", topology.environment),
    )
    return build(header, ())


@transaction.atomic
def draft_discard(*, draft: Draft, actor: User) -> None:
    """Close a draft without publishing it. Raises DraftOfProposal, DraftClosed, NotFound, PermissionDenied."""
    require_draft(actor, Action.EDIT, draft)
    draft = locked_draft(draft.pk)
    refuse_proposals(draft)
    draft_close(draft)
    topology = draft.topology
    audit.record(actor=actor, action="discard draft", system=topology.system, topology=topology.slug)


def refuse_proposals(draft: Draft) -> None:
    """Raises DraftOfProposal: what becomes of such a draft is decided where it is reviewed."""
    number = Proposal.objects.filter(draft=draft).values_list("number", flat=True).first()
    if number is not None:
        raise DraftOfProposal(f"The draft is that of proposal {number}: merge or close it there.")


def draft_close(draft: Draft) -> None:
    """End a draft: its log stays and its elements go. Call it in a transaction that holds the draft."""
    clear(draft)
    draft.closed = timezone.now()
    draft.save(update_fields=["closed", "changed"])
