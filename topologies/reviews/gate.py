"""What the merge of a proposal would make, and whether the topology's gate lets it through."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from topologies import judged, live
from topologies.computed import findings_key, findings_of, holds, kept
from topologies.graph import Graph
from topologies.models import Proposal, Revision
from topologies.operations import Change, diff
from topologies.operations.merging import Clash, merge, parse_decisions
from topologies.reviews.content import Content, content_of
from topologies.reviews.policies import policy_of
from topologies.reviews.standing import Differing, Standing, standing_of
from topologies.selectors import acceptances_of, graph_of
from topologies.services.drafts import blank
from topologies.validation import Finding, check
from topologies.validation.model import SEVERITIES
from topologies.validation.waivers import in_force


@dataclass(frozen=True)
class Judgement:
    """Everything that decides about a merge, worked out on demand. `newest` is the revision that it would follow."""

    proposal: Proposal
    content: Content
    newest: Revision | None
    today: date

    @cached_property
    def theirs(self) -> Graph:
        """The newest revision as it stands."""
        return graph_of(self.newest.sha256) if self.newest else blank(self.proposal.topology)

    @property
    def alone(self) -> bool:
        """Did no other revision come meanwhile? Then there is nothing to merge it with."""
        return self.proposal.draft.base_id == (self.newest and self.newest.pk)

    @cached_property
    def _merge(self) -> tuple[Graph | None, tuple[Clash, ...], tuple[Clash, ...]]:
        base = self.proposal.draft.base
        origin = graph_of(base.sha256) if base else blank(self.proposal.topology)
        done = merge(origin, self.content.graph, self.theirs, parse_decisions(self.proposal.decisions))
        return done.graph, done.clashes, done.open

    @property
    def merged(self) -> Graph | None:
        """What the next revision would hold; None while a clash is open."""
        return self.content.graph if self.alone else self._merge[0]

    @property
    def clashes(self) -> tuple[Clash, ...]:
        return () if self.alone else self._merge[1]

    @property
    def open(self) -> tuple[Clash, ...]:
        return () if self.alone else self._merge[2]

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What the proposal changes about the newest revision; before clashes are settled, about its base."""
        return diff(self.theirs, self.merged or self.content.graph)

    @cached_property
    def before(self) -> tuple[Finding, ...]:
        return findings_of(self.newest.sha256) if self.newest else ()

    @cached_property
    def after(self) -> tuple[Finding, ...]:
        """What the rules find in it; kept by all that it follows from."""
        return kept(self._key, self._checked)

    @property
    def _key(self) -> str:
        revisions = (self.proposal.draft.base, self.newest)
        return ":".join(["merged", self.content.digest, *(one.sha256 if one else "" for one in revisions)])

    @property
    def checked(self) -> bool:
        """Is it known what the rules find before and after? Else finding out takes as long as a full run."""
        return holds(self._key, *([findings_key(self.newest.sha256)] if self.newest else []))

    def _checked(self) -> tuple[Finding, ...]:
        """An editor that is open on the draft has most of the work done already."""
        graph = self.merged or self.content.graph
        if not self.proposal.merged:
            state = live.state_of(self.proposal.draft)
            if state.graph is graph:
                return judged.findings_of(self.proposal.draft, state)
        return check(graph).findings

    @cached_property
    def introduced(self) -> tuple[Finding, ...]:
        known = {one.fingerprint for one in self.before}
        return tuple(one for one in self.after if one.fingerprint not in known)

    @cached_property
    def fixed(self) -> tuple[Finding, ...]:
        left = {one.fingerprint for one in self.after}
        return tuple(one for one in self.before if one.fingerprint not in left)

    @cached_property
    def blocking(self) -> tuple[Finding, ...]:
        """New failures at the gate or above that nobody accepts today; and old ones whose waiver has run out."""
        gate = SEVERITIES.index(policy_of(self.proposal.topology).gate)
        acceptances = acceptances_of(self.proposal.topology)
        waived = in_force(acceptances, self.today)
        lapsed = {one.fingerprint for one in acceptances} - set(waived)
        old = {one.fingerprint for one in self.before} - lapsed
        return tuple(
            one
            for one in self.after
            if one.verdict == "fail"
            and SEVERITIES.index(one.severity) <= gate
            and one.fingerprint not in waived
            and one.fingerprint not in old
        )

    @cached_property
    def standing(self) -> Standing:
        return standing_of(self.proposal, self.content.digest, self._differing)

    def _differing(self) -> Differing:
        return self.changes, self.theirs, self.merged or self.content.graph


def judgement_of(proposal: Proposal, today: date) -> Judgement:
    """The proposal, judged beside the newest revision of its topology."""
    newest = proposal.topology.revisions.defer("document").first()
    return Judgement(proposal, content_of(proposal), newest, today)
