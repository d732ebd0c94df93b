"""What is said of a proposal and how it stands: votes, conversations, changes, clashes, the judgement."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from topologies import reviews, selectors
from topologies.api.lookups import checked
from topologies.api.proposals import MATCH, OTHER, REFUSED, ProposalView, shown
from topologies.api.review_serializers import (
    ChangesSerializer,
    ClashesSerializer,
    CommentingSerializer,
    CommentSerializer,
    DecisionsSerializer,
    JudgementSerializer,
    ProposalDetailSerializer,
    ResolveSerializer,
    SinceVoteSerializer,
    ThreadSerializer,
    ThreadStartSerializer,
    VoteSerializer,
    VotingSerializer,
    clash_data,
)
from topologies.api.serializers import ErrorSerializer
from topologies.documents import loads
from topologies.models import Proposal, Thread, Vote
from topologies.operations import diff
from topologies.reviews.selectors import thread_get, threads_of, votes_of
from topologies.validation.reports.data import as_data


class VoteList(ProposalView):
    """What reviewers said of a proposal, oldest first."""

    @extend_schema(operation_id="votes", responses=VoteSerializer(many=True))
    def get(self, request: Request, system: str, topology: str, number: int) -> Response:
        proposal = self.proposal()
        return Response(VoteSerializer(votes_of(proposal), many=True, context=_now(proposal)).data)

    @extend_schema(
        operation_id="vote",
        parameters=[MATCH],
        request=VotingSerializer,
        responses={201: VoteSerializer, 400: ErrorSerializer, 409: REFUSED, 412: OTHER},
    )
    def post(self, request: Request, system: str, topology: str, number: int) -> Response:
        """Approve, request changes or comment: reviewers and administrators. 409 `own_proposal`: nobody approves what
        they changed themselves."""
        body = checked(VotingSerializer(data=request.data))
        vote = reviews.vote_cast(proposal=self.meant(), actor=self.actor, **body)
        made = VoteSerializer(vote, context=_now(vote.proposal)).data
        return Response(made, status=status.HTTP_201_CREATED)


def _now(proposal: Proposal) -> dict[str, str]:
    return {"digest": reviews.content_of(proposal).digest}


class ThreadList(ProposalView):
    """The conversations about a proposal, oldest first."""

    @extend_schema(operation_id="threads", responses=ThreadSerializer(many=True))
    def get(self, request: Request, system: str, topology: str, number: int) -> Response:
        return Response(ThreadSerializer(threads_of(self.proposal()), many=True).data)

    @extend_schema(
        operation_id="start_thread",
        request=ThreadStartSerializer,
        responses={201: ThreadSerializer, 400: ErrorSerializer},
    )
    def post(self, request: Request, system: str, topology: str, number: int) -> Response:
        """Begin one about the whole, an element that is or was there, or a field of it: everybody with a role."""
        body = checked(ThreadStartSerializer(data=request.data))
        thread = reviews.thread_start(proposal=self.proposal(), actor=self.actor, **body)
        return Response(ThreadSerializer(thread).data, status=status.HTTP_201_CREATED)


class ThreadView(ProposalView):
    def thread(self) -> Thread:
        return thread_get(self.proposal(), self.kwargs["thread"])


class ThreadDetail(ThreadView):
    """One conversation."""

    @extend_schema(operation_id="thread", responses=ThreadSerializer)
    def get(self, request: Request, system: str, topology: str, number: int, thread: int) -> Response:
        return Response(ThreadSerializer(self.thread()).data)

    @extend_schema(operation_id="resolve_thread", request=ResolveSerializer, responses=ThreadSerializer)
    def patch(self, request: Request, system: str, topology: str, number: int, thread: int) -> Response:
        """Settle it or open it again: who takes part in it, and reviewers."""
        body = checked(ResolveSerializer(data=request.data))
        reviews.thread_resolve(thread=self.thread(), actor=self.actor, **body)
        return Response(ThreadSerializer(self.thread()).data)


class CommentList(ThreadView):
    """What is said in a conversation."""

    @extend_schema(
        operation_id="comment",
        request=CommentingSerializer,
        responses={201: CommentSerializer, 400: ErrorSerializer},
    )
    def post(self, request: Request, system: str, topology: str, number: int, thread: int) -> Response:
        """Say something; a conversation that was settled is open again."""
        body = checked(CommentingSerializer(data=request.data))
        comment = reviews.comment_add(thread=self.thread(), actor=self.actor, **body)
        return Response(CommentSerializer(comment).data, status=status.HTTP_201_CREATED)


class ProposalChanges(ProposalView):
    """The machine diff of a proposal."""

    @extend_schema(
        operation_id="proposal_changes", parameters=[SinceVoteSerializer], responses=ChangesSerializer
    )
    def get(self, request: Request, system: str, topology: str, number: int) -> Response:
        """Element by element what it changes about the newest revision; with `since`, what changed after that vote."""
        query = checked(SinceVoteSerializer(data=request.query_params))
        judged = self.judged()
        changes = judged.changes
        if "since" in query:
            vote = _vote(judged.proposal, query["since"])
            changes = diff(loads(vote.document), judged.content.graph)
        return Response({"digest": judged.content.digest, "changes": [change.wire() for change in changes]})


def _vote(proposal: Proposal, number: int) -> Vote:
    found = proposal.votes.filter(pk=number).first()
    if found is None:
        raise Http404("There is no such vote.")
    return found


class ProposalClashes(ProposalView):
    """Where a proposal and newer revisions cannot both have their way."""

    @extend_schema(operation_id="clashes", responses=ClashesSerializer)
    def get(self, request: Request, system: str, topology: str, number: int) -> Response:
        return Response(_clashes(self.judged()))

    @extend_schema(
        operation_id="decide_clashes",
        parameters=[MATCH],
        request=DecisionsSerializer,
        responses={200: ProposalDetailSerializer, 400: ErrorSerializer, 412: OTHER},
    )
    def post(self, request: Request, system: str, topology: str, number: int) -> Response:
        """Settle clashes: architects and administrators. Approvals of what was before end with it."""
        body = checked(DecisionsSerializer(data=request.data))
        proposal = reviews.proposal_decide(proposal=self.meant(), actor=self.actor, today=self.today, **body)
        return Response(shown(request, proposal))


def _clashes(judged: reviews.Judgement) -> dict[str, Any]:
    still = {clash.id for clash in judged.open}
    decisions = judged.proposal.decisions
    rows = [clash_data(clash, decisions, still_open=clash.id in still) for clash in judged.clashes]
    return {"open": len(still), "clashes": rows}


class ProposalJudgement(ProposalView):
    """Whether a proposal could be merged now."""

    @extend_schema(operation_id="judgement", responses=JudgementSerializer)
    def get(self, request: Request, system: str, topology: str, number: int) -> Response:
        """Findings that it introduces and fixes, those that stop the merge, and what its topology's policy still asks
        for."""
        judged = self.judged()
        waived = selectors.waived_in(judged.proposal.topology, judged.today)
        found = {
            name: [as_data(finding, waived) for finding in getattr(judged, name)]
            for name in ("introduced", "fixed", "blocking")
        }
        return Response({**_verdict(judged), "standing": _standing(judged.standing), **found})


def _verdict(judged: reviews.Judgement) -> dict[str, Any]:
    submitted = judged.proposal.state == Proposal.State.SUBMITTED
    fit = judged.merged is not None and judged.standing.approved and not judged.blocking
    return {
        "digest": judged.content.digest,
        "newest": judged.newest.number if judged.newest else None,
        "mergeable": bool(submitted and fit and judged.changes),
        "clashes_open": len(judged.open),
    }


def _standing(standing: reviews.Standing) -> dict[str, Any]:
    people = {
        name: [vote.reviewer.get_username() for vote in getattr(standing, name)]
        for name in ("approvals", "outdated", "objections")
    }
    return {"word": standing.word, "approved": standing.approved, "missing": standing.missing, **people}
