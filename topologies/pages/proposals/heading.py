"""A proposal that somebody looks at, and what stands above each of its pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone

from topologies import selectors
from topologies.models import Proposal, Topology
from topologies.pages.frame import PageRequest
from topologies.pages.words import topology_href
from topologies.reviews import Judgement, judgement_of
from topologies.reviews.proposals import may_manage
from topologies.reviews.selectors import proposal_get
from topologies.services.permissions import Action, allowed

Context = dict[str, Any]
State = Proposal.State
OPEN = (State.DRAFT, State.SUBMITTED)
# What people call a state -> the tone of its badge.
TONES: Mapping[str, str] = {
    "in review": "accent",
    "approved": "good",
    "changes requested": "high",
    "merged": "good",
}


@dataclass(frozen=True)
class Case:
    """The proposal, who looks at it, and how it stands; worked out where a page asks."""

    proposal: Proposal
    reader: Any

    @property
    def topology(self) -> Topology:
        return self.proposal.topology

    @property
    def address(self) -> tuple[str, str, int]:
        return self.topology.system.slug, self.topology.slug, self.proposal.number

    @property
    def open(self) -> bool:
        """May something become of it, as it is?"""
        return self.proposal.state in OPEN

    @cached_property
    def may(self) -> frozenset[Action]:
        return allowed(self.reader, self.topology.system)

    @cached_property
    def manages(self) -> bool:
        return may_manage(self.proposal, self.reader)

    @cached_property
    def judged(self) -> Judgement:
        return judgement_of(self.proposal, timezone.localdate())

    @property
    def behind(self) -> bool:
        """Did another revision come since it was begun, or since it was last brought up to date?"""
        newest = self.judged.newest
        return self.open and self.proposal.draft.base_id != (newest.pk if newest else None)

    @cached_property
    def word(self) -> str:
        """What people call its state."""
        submitted = self.proposal.state == State.SUBMITTED
        return self.judged.standing.word if submitted else str(self.proposal.state)

    def href(self, name: str = "proposal") -> str:
        return reverse(name, args=self.address)


def case_of(request: PageRequest, system: str, topology: str, number: int) -> Case:
    """The proposal of this address. Raises NotFound (404) for whoever may not know of it."""
    found = selectors.topology_get(user=request.user, system_slug=system, topology_slug=topology)
    proposal = proposal_get(found, number)
    proposal.topology = found
    return Case(proposal, request.user)


def headed(case: Case, tab: str) -> Context:
    """What templates/topologies/proposals/header.html shows, and the frame of the page around it.

    `tab` is the name of the route: proposal, proposal-changes or proposal-clashes.
    """
    proposal, base = case.proposal, case.proposal.draft.base
    return {
        "section": "systems",
        "crumbs": crumbs(case.topology, {"label": f"#{proposal.number}"}),
        "proposal": proposal,
        "topology": case.topology,
        "title": str(proposal),
        "word": case.word,
        "tone": TONES.get(case.word, ""),
        "tab": tab,
        "base": base,
        "behind": case.behind,
        "newest": case.judged.newest if case.behind else None,
        "clashes_open": len(case.judged.open) if case.open else 0,
        "editor_href": reverse("editor", args=[*case.address[:2], proposal.draft_id])
        if case.open and Action.EDIT in case.may
        else "",
    }


def crumbs(topology: Topology, *last: Context) -> list[Context]:
    """The way to the proposals of a topology and on."""
    address = [topology.system.slug, topology.slug]
    proposals = {"label": "Proposals", "href": reverse("proposals", args=address)}
    return [
        {"label": "Systems", "href": reverse("home")},
        {"label": str(topology.system), "href": reverse("system", args=address[:1])},
        {"label": str(topology), "href": topology_href(topology)},
        *([proposals, *last] if last else [{"label": "Proposals"}]),
    ]
