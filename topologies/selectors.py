"""Reads for pages and API, each in a fixed number of queries."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from topologies.documents import loads
from topologies.graph import Graph
from topologies.models import Draft, PortRow, Proposal, Revision, System, Topology, ViewRow, Waiver
from topologies.services.drafts import blank
from topologies.services.errors import NotFound
from topologies.services.permissions import ALLOWED, Action, Person, visible_systems
from topologies.validation.waivers import Acceptance, Waived, in_force

GRAPHS_KEPT = 32


def topologies_for(user: Person) -> QuerySet[Topology]:
    """The topologies that exist for this person, each with its system and `latest_number`, `latest_sha256`,
    `latest_created` and `latest_author` (a name) of its newest revision, None where it has none. One query."""
    newest = Revision.objects.filter(topology=OuterRef("pk")).order_by("-number")
    return (
        Topology.objects.filter(system__in=visible_systems(user))
        .select_related("system")
        .annotate(  # type: ignore[no-redef] # the model names what is set here, for whoever reads it
            latest_number=Subquery(newest.values("number")[:1]),
            latest_sha256=Subquery(newest.values("sha256")[:1]),
            latest_created=Subquery(newest.values("created")[:1]),
            latest_author=Subquery(newest.values("author__username")[:1]),
        )
        .order_by("system__slug", "slug")
    )


def systems_for(user: Person) -> QuerySet[System]:
    """The systems that exist for this person, their `topologies.all()` being those of `topologies_for`. Two queries."""
    return (
        visible_systems(user)
        .order_by("slug")
        .prefetch_related(Prefetch("topologies", queryset=topologies_for(user)))
    )


def system_get(*, user: Person, slug: str) -> System:
    """One system with its `topologies.all()`, as `systems_for` gives them. Two queries.

    Raises:
        NotFound: there is none, or none that this person may know of.
    """
    system = systems_for(user).filter(slug=slug).first()
    if system is None:
        raise NotFound(f"There is no system {slug}.")
    return system


def systems_editable(user: Person) -> QuerySet[System]:
    """The systems in which this person may edit, by name. One query."""
    roles = [role for role, actions in ALLOWED.items() if Action.EDIT in actions]
    own = visible_systems(user).order_by("slug")
    return own if user.is_superuser else own.filter(memberships__user=user.pk, memberships__role__in=roles)


def topology_get(*, user: Person, system_slug: str, topology_slug: str) -> Topology:
    """One topology, as `topologies_for` describes it.

    Raises:
        NotFound: there is none, or none that this person may know of.
    """
    topology = topologies_for(user).filter(system__slug=system_slug, slug=topology_slug).first()
    if topology is None:
        raise NotFound(f"There is no topology {system_slug}/{topology_slug}.")
    return topology


def revisions_of(topology: Topology) -> QuerySet[Revision]:
    """Newest first, with their authors and without their documents."""
    return topology.revisions.select_related("author").defer("document").order_by("-number")


def revision_get(topology: Topology, number: int | None = None) -> Revision:
    """One revision with its document; the newest unless a number is given.

    Raises:
        NotFound: there is none.
    """
    rows = topology.revisions.select_related("author").order_by("-number")
    revision = (rows if number is None else rows.filter(number=number)).first()
    if revision is None:
        raise NotFound(f"There is no revision {number or ''} of {topology.slug}.".replace("  ", " "))
    return revision


def approved_graph(topology: Topology) -> Graph:
    """The graph of the newest revision; an empty one before the first. Parsed once for each content: one query,
    two where it is not in memory."""
    newest = topology.revisions.order_by("-number").values_list("sha256", flat=True).first()
    return graph_of(newest) if newest else blank(topology)


@lru_cache(maxsize=GRAPHS_KEPT)
def graph_of(sha256: str) -> Graph:
    """The graph of the revision with this content. Content never changes, so it is kept in memory."""
    document = Revision.objects.filter(sha256=sha256).values_list("document", flat=True).first()
    if document is None:
        raise NotFound("There is no revision of this content.")
    return loads(document)


def drafts_of(topology: Topology) -> QuerySet[Draft]:
    """The working drafts that are open, with their owners, and their bases without documents."""
    found = topology.drafts.filter(purpose="working", closed=None)
    return found.select_related("owner", "base").defer("base__document")


def draft_at(*, user: Person, system_slug: str, topology_slug: str, number: int) -> Draft:
    """The open working draft of this address, with its topology, system, owner, base (without its document), and its
    proposal where it has one. One query.

    Raises:
        NotFound: there is none, it was published or discarded, or this person may not know of it.
    """
    here = Q(topology__slug=topology_slug, topology__system__slug=system_slug)
    found = Draft.objects.filter(here, pk=number, purpose="working", closed=None)
    with_all = found.select_related("topology__system", "owner", "base", "proposal").defer("base__document")
    draft = with_all.filter(topology__system__in=visible_systems(user)).first()
    if draft is None:
        raise NotFound("There is no such open draft.")
    return draft


def draft_get(topology: Topology, number: int) -> Draft:
    """One open working draft.

    Raises:
        NotFound: there is none, or it was published or discarded.
    """
    draft = drafts_of(topology).filter(pk=number).select_related("topology__system").first()
    if draft is None:
        raise NotFound("There is no such open draft.")
    return draft


def first_view(draft: Draft) -> str:
    """The view that an editor begins with: the first that shows everything and that somebody arranged, else ""."""
    arranged = ViewRow.objects.filter(draft=draft, shows="everything").exclude(placements={})
    return min(arranged.values_list("key", flat=True), default="")


def ports_exposed(user: Person, number: int) -> QuerySet[PortRow]:
    """Approved ports that others can reach at this number, ranges included: each with its node and topology.

    What listens on localhost only is left out. One query.
    """
    return (
        PortRow.objects.filter(
            Q(number__lte=number),
            draft__purpose="approved",
            draft__topology__system__in=visible_systems(user),
        )
        .annotate(last=Coalesce("end", "number"))
        .filter(last__gte=number)
        .exclude(bind="localhost")
        .select_related("node", "draft__topology__system")
        .order_by("draft__topology__system__slug", "draft__topology__slug", "key")
    )


def acceptances_of(topology: Topology) -> tuple[Acceptance, ...]:
    """The waivers of the topology that nobody withdrew, the next to expire first. One query."""
    return tuple(
        map(_acceptance, topology.waivers.filter(withdrawn=None).select_related("owner", "proposal"))
    )


def waived_in(topology: Topology, today: date) -> Waived:
    """What of it is waived on this day, by fingerprint. One query."""
    return in_force(acceptances_of(topology), today)


def waived_fingerprints(topologies: Collection[Topology], today: date) -> dict[int, frozenset[str]]:
    """Topology id -> the fingerprints that are waived in it on this day. One query."""
    rows = Waiver.objects.filter(topology__in=topologies, withdrawn=None, expires__gt=today)
    found: dict[int, set[str]] = {}
    for topology, fingerprint in rows.values_list("topology_id", "fingerprint"):
        found.setdefault(topology, set()).add(fingerprint)
    return {topology: frozenset(marks) for topology, marks in found.items()}


def _acceptance(row: Waiver) -> Acceptance:
    owner = row.owner.get_full_name() or row.owner.get_username()
    one = row.proposal
    proposal = one.number if one and one.state in (Proposal.State.DRAFT, Proposal.State.SUBMITTED) else None
    return Acceptance(row.pk, row.rule, row.fingerprint, owner, row.reason, row.expires, proposal)
