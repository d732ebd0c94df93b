"""Opening proposals, and what becomes of them short of a merge."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from topologies.documents import dump_value, loads
from topologies.graph import Fault, Faults, Graph
from topologies.models import Draft, Proposal, Revision, Topology
from topologies.operations import diff
from topologies.reviews import notices
from topologies.reviews.content import base_of, content_of
from topologies.reviews.preparing import prepare_soon
from topologies.reviews.states import move
from topologies.services import audit
from topologies.services.drafts import blank, draft_start
from topologies.services.errors import DraftClosed, NotFound, NothingToPublish
from topologies.services.locking import locked_topology
from topologies.services.permissions import Action, allowed, require
from topologies.snapshots import write_graph

TITLE, WHY = 200, 8000


@transaction.atomic
def proposal_open(
    *, topology: Topology, actor: User, title: str, why: str = "", draft: Draft | None = None
) -> Proposal:
    """A proposal with a draft of its own on top of the newest revision, or with this open draft of the actor.

    Raises:
        Faults: the title or the reason is not one.
        DraftClosed: the draft is closed, another's, or a proposal's already.
        NotFound, PermissionDenied
    """
    require(actor, Action.EDIT, topology.system)
    _refuse_words(title, why)
    topology = locked_topology(topology.pk)
    if draft is None:
        draft = draft_start(topology=topology, actor=actor)
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if draft.closed or draft.owner_id != actor.pk or draft.topology_id != topology.pk:
        raise DraftClosed("Only an open draft of your own becomes a proposal.")
    if hasattr(draft, "proposal"):
        raise DraftClosed(f"The draft is that of proposal {draft.proposal.number} already.")
    return _opened(topology, actor, draft, title=title.strip(), why=why.strip())


def _opened(topology: Topology, actor: User, draft: Draft, **fields: Any) -> Proposal:
    number = (topology.proposals.aggregate(last=Max("number"))["last"] or 0) + 1
    proposal = Proposal.objects.create(topology=topology, number=number, author=actor, draft=draft, **fields)
    record(actor, "open proposal", proposal, title=proposal.title)
    return proposal


@transaction.atomic
def proposal_amend(*, proposal: Proposal, actor: User, title: str, why: str) -> Proposal:
    """Another title or reason. Raises Faults, WrongState, NotFound, PermissionDenied."""
    proposal = _mine(proposal, actor)
    _refuse_words(title, why)
    proposal.title, proposal.why = title.strip(), why.strip()
    proposal.save(update_fields=["title", "why"])
    record(actor, "amend proposal", proposal, title=proposal.title)
    return proposal


@transaction.atomic
def proposal_submit(*, proposal: Proposal, actor: User) -> Proposal:
    """Ask for review.

    Raises:
        NothingToPublish: it changes nothing.
        WrongState, NotFound, PermissionDenied
    """
    proposal = _mine(proposal, actor)
    content = content_of(proposal)
    if not diff(base_of(proposal) or blank(proposal.topology), content.graph):
        raise NothingToPublish("The proposal changes nothing yet.")
    move(proposal, "submit")
    proposal.submitted = timezone.now()
    proposal.save(update_fields=["state", "submitted"])
    record(actor, "submit proposal", proposal, before=content.digest, after=content.digest)
    notices.told(proposal, actor, notices.ASKS, event="proposal.submitted", digest=content.digest)
    prepare_soon(proposal)
    return proposal


@transaction.atomic
def proposal_withdraw(*, proposal: Proposal, actor: User) -> Proposal:
    """Back to a draft: nobody is asked to review it. Raises WrongState, NotFound, PermissionDenied."""
    return _moved(_mine(proposal, actor), actor, "withdraw")


@transaction.atomic
def proposal_close(*, proposal: Proposal, actor: User) -> Proposal:
    """Give it up; it keeps its elements and can be opened again. Raises WrongState, NotFound, PermissionDenied."""
    return _moved(_mine(proposal, actor), actor, "close")


@transaction.atomic
def proposal_reopen(*, proposal: Proposal, actor: User) -> Proposal:
    """Raises WrongState, NotFound, PermissionDenied."""
    return _moved(_mine(proposal, actor), actor, "reopen")


def _moved(proposal: Proposal, actor: User, what: str) -> Proposal:
    digest, was = content_of(proposal).digest, proposal.state
    move(proposal, what)
    proposal.ended = timezone.now() if what == "close" else None
    proposal.save(update_fields=["state", "ended"])
    record(actor, f"{what} proposal", proposal, before=digest, after=digest, was=was, state=proposal.state)
    notices.told(
        proposal, actor, {"close": "is closed", "reopen": "is open again"}.get(what, "is a draft again")
    )
    return proposal


@transaction.atomic
def proposal_revert(*, revision: Revision, actor: User) -> Proposal:
    """A proposal that takes back what the revision changed. It grows out of that revision, so that merging it leaves
    alone what came later, or says what clashes with it.

    Raises:
        NotFound: it is the first revision, which nothing came before.
        PermissionDenied
    """
    topology = locked_topology(revision.topology_id)
    require(actor, Action.EDIT, topology.system)
    earlier = topology.revisions.filter(number=revision.number - 1).first()
    if earlier is None:
        raise NotFound("Before the first revision there was nothing to go back to.")
    draft = draft_start(topology=topology, actor=actor, base=revision)
    _filled(draft, loads(earlier.document))
    why = f"Takes back what revision {revision.number} changed: {revision.comment}".strip(": ")
    title = f"Revert revision {revision.number}"
    return _opened(topology, actor, draft, title=title, why=why[:WHY], reverts=revision)


def _filled(draft: Draft, graph: Graph) -> None:
    write_graph(draft, graph)
    draft.header = dump_value(graph.header)
    draft.version += 1
    draft.save(update_fields=["header", "version", "changed"])


# --- who and what ------------------------------------------------------------------------------------------------


def _mine(proposal: Proposal, actor: User) -> Proposal:
    """The proposal, locked, for its author or an administrator."""
    found = locked_proposal(proposal)
    require(actor, Action.EDIT, found.topology.system)
    if found.author_id != actor.pk:
        require(actor, Action.ADMINISTER, found.topology.system)
    return found


def locked_proposal(proposal: Proposal) -> Proposal:
    """The row as it is now, and nobody else changes it meanwhile; its topology is locked first, as everywhere."""
    locked_topology(proposal.topology_id)
    rows = Proposal.objects.select_for_update(of=("self",))
    return rows.select_related("topology__system", "draft__base", "author", "merged").get(pk=proposal.pk)


def may_manage(proposal: Proposal, actor: User) -> bool:
    actions = allowed(actor, proposal.topology.system)
    return Action.EDIT in actions and (proposal.author_id == actor.pk or Action.ADMINISTER in actions)


def record(actor: User, action: str, proposal: Proposal, **details: Any) -> None:
    topology = proposal.topology
    audit.record(
        actor=actor,
        action=action,
        system=topology.system,
        topology=topology.slug,
        proposal=proposal.number,
        **details,
    )


def _refuse_words(title: str, why: str) -> None:
    faults = []
    if not title.strip() or len(title) > TITLE or "\x00" in title:
        faults.append(Fault("", "title", f"must be 1 to {TITLE} characters, none of them NUL"))
    if len(why) > WHY or "\x00" in why:
        faults.append(Fault("", "why", f"must be at most {WHY} characters, none of them NUL"))
    if faults:
        raise Faults(faults)
