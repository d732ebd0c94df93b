"""Proposals: opened, amended, moved, judged and merged by REST."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from topologies import reviews, selectors
from topologies.api.conditional import bytes_answer, json_answer
from topologies.api.lookups import TopologyView, checked
from topologies.api.review_serializers import (
    AmendSerializer,
    MergeSerializer,
    OpeningSerializer,
    ProposalDetailSerializer,
    ProposalFilterSerializer,
    ProposalSerializer,
)
from topologies.api.serializers import ErrorSerializer, RevisionSerializer, address
from topologies.api.topologies import DOCUMENT_TYPE
from topologies.models import Proposal
from topologies.reviews.selectors import proposal_get, proposals_of

REFUSED = OpenApiResponse(ErrorSerializer, description="It does not fit the state that things are in.")
OTHER = OpenApiResponse(ErrorSerializer, description="If-Match names another state.")
MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The ETag of the proposal that you read."
)


@extend_schema_view(get=extend_schema(operation_id="proposals", parameters=[ProposalFilterSerializer]))
class ProposalList(TopologyView, ListAPIView):
    """The proposals of a topology, newest first."""

    queryset = Proposal.objects.none()  # for the OpenAPI document, which names no topology
    serializer_class = ProposalSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Proposal]:
        if "system" not in self.kwargs:
            return self.queryset
        query = checked(ProposalFilterSerializer(data=self.request.query_params))
        return proposals_of(self.topology()).select_related("reverts").filter(**query)

    @extend_schema(
        operation_id="open_proposal",
        request=OpeningSerializer,
        responses={201: ProposalDetailSerializer, 400: ErrorSerializer, 409: REFUSED},
    )
    def post(self, request: Request, system: str, topology: str) -> Response:
        """Open one, with a draft of its own or with yours. Edit the draft, then submit the proposal."""
        said = checked(OpeningSerializer(data=request.data))
        found = self.topology()
        draft = selectors.draft_get(found, said.pop("draft")) if "draft" in said else None
        proposal = reviews.proposal_open(topology=found, actor=self.actor, draft=draft, **said)
        return created(request, proposal)


class ProposalView(TopologyView):
    def proposal(self) -> Proposal:
        """The proposal that the address names.

        Raises:
            NotFound: no such topology, or no such proposal of it.
        """
        return proposal_get(self.topology(), self.kwargs["number"])

    @property
    def today(self) -> date:
        return timezone.localdate()

    def judged(self) -> reviews.Judgement:
        return reviews.judgement_of(self.proposal(), self.today)

    def meant(self) -> Proposal:
        """The proposal, if it is the one that If-Match names.

        Raises:
            PreconditionFailed, NotFound
        """
        proposal = self.proposal()
        if "If-Match" in self.request.headers:
            _answered(self.request, proposal)
        return proposal


def shown(request: Request, proposal: Proposal) -> dict[str, Any]:
    extra = {"digest": reviews.content_of(proposal).digest, "decisions": proposal.decisions}
    return {**ProposalSerializer(proposal, context={"request": request}).data, **extra}


def created(request: Request, proposal: Proposal) -> Response:
    where = address("proposal", proposal.topology, request=request, number=proposal.number)
    body = shown(request, proposal)
    return Response(body, status=status.HTTP_201_CREATED, headers={"Location": where})


def _answered(request: Request, proposal: Proposal) -> HttpResponseBase:
    body = shown(request, proposal)
    kept = json.dumps({**body, "url": ""}, sort_keys=True, default=str)
    return json_answer(request, tag=hashlib.sha256(kept.encode()).hexdigest(), make=lambda: body)


class ProposalDetail(ProposalView):
    """One proposal."""

    @extend_schema(operation_id="proposal", responses={200: ProposalDetailSerializer, 304: None})
    def get(self, request: Request, system: str, topology: str, number: int) -> HttpResponseBase:
        return _answered(request, self.proposal())

    @extend_schema(
        operation_id="amend_proposal",
        parameters=[MATCH],
        request=AmendSerializer,
        responses={200: ProposalDetailSerializer, 400: ErrorSerializer, 412: OTHER},
    )
    def patch(self, request: Request, system: str, topology: str, number: int) -> Response:
        """Another title or reason: its author, and administrators."""
        body = checked(AmendSerializer(data=request.data))
        proposal = self.meant()
        said = {"title": proposal.title, "why": proposal.why, **body}
        return Response(shown(request, reviews.proposal_amend(proposal=proposal, actor=self.actor, **said)))


class ProposalDocument(ProposalView):
    """The canonical document of a proposal as it is now."""

    @extend_schema(
        operation_id="proposal_document", responses={(200, DOCUMENT_TYPE): OpenApiTypes.OBJECT, 304: None}
    )
    def get(self, request: Request, system: str, topology: str, number: int) -> HttpResponseBase:
        body = reviews.content_of(self.proposal()).document.encode()
        tag = hashlib.sha256(body).hexdigest()
        return bytes_answer(request, tag=tag, make=lambda: body, content_type=DOCUMENT_TYPE)


class ProposalMove(ProposalView):
    """A step of a proposal."""

    move: Callable[..., Proposal]

    def moved(self) -> Response:
        proposal = type(self).move(proposal=self.meant(), actor=self.actor)
        return Response(shown(self.request, proposal))


def _step(name: str, words: str) -> Any:
    return extend_schema(
        operation_id=f"{name}_proposal",
        description=words,
        parameters=[MATCH],
        request=None,
        responses={200: ProposalDetailSerializer, 409: REFUSED, 412: OTHER},
    )


class ProposalSubmit(ProposalMove):
    """Asking for review."""

    move = staticmethod(reviews.proposal_submit)

    @_step("submit", "Ask for review: its author, and administrators.")
    def post(self, request: Request, system: str, topology: str, number: int) -> Response:
        return self.moved()


class ProposalWithdraw(ProposalMove):
    """Taking it back."""

    move = staticmethod(reviews.proposal_withdraw)

    @_step("withdraw", "Back to a draft: nobody is asked to review it.")
    def post(self, request: Request, system: str, topology: str, number: int) -> Response:
        return self.moved()


class ProposalClose(ProposalMove):
    """Giving it up."""

    move = staticmethod(reviews.proposal_close)

    @_step("close", "Give it up; it keeps its elements and can be opened again.")
    def post(self, request: Request, system: str, topology: str, number: int) -> Response:
        return self.moved()


class ProposalReopen(ProposalMove):
    """Taking it up again."""

    move = staticmethod(reviews.proposal_reopen)

    @_step("reopen", "Open a closed proposal again, as a draft.")
    def post(self, request: Request, system: str, topology: str, number: int) -> Response:
        return self.moved()


class ProposalUpdate(ProposalView):
    """Following newer revisions."""

    @_step(
        "update", "Bring the newest revision into it. 409 `clashes_open` says what has to be decided first."
    )
    def post(self, request: Request, system: str, topology: str, number: int) -> Response:
        proposal = reviews.proposal_update(proposal=self.meant(), actor=self.actor, today=self.today)
        return Response(shown(request, proposal))


class ProposalMerge(ProposalView):
    """Making it the next revision."""

    @extend_schema(
        operation_id="merge_proposal",
        parameters=[MATCH],
        request=MergeSerializer,
        responses={201: RevisionSerializer, 409: REFUSED, 412: OTHER},
    )
    def post(self, request: Request, system: str, topology: str, number: int) -> Response:
        """Merge it. 409: `not_approved` (with `reasons`; approvals of what it was before do not count), `gate_closed`
        (with `findings`), `clashes_open` (with `clashes`), `wrong_state`, `nothing_to_publish`."""
        body = checked(MergeSerializer(data=request.data))
        proposal = self.meant()
        digest = body.get("digest", "")
        if not digest and "If-Match" in request.headers:
            digest = reviews.content_of(proposal).digest
        revision = reviews.proposal_merge(
            proposal=proposal, actor=self.actor, today=self.today, digest=digest
        )
        where = address("revision", proposal.topology, request=request, number=revision.number)
        made = RevisionSerializer(revision).data
        return Response(made, status=status.HTTP_201_CREATED, headers={"Location": where})


class RevisionRevert(TopologyView):
    """Taking a revision back."""

    @extend_schema(operation_id="revert_revision", request=None, responses={201: ProposalDetailSerializer})
    def post(self, request: Request, system: str, topology: str, number: int) -> Response:
        """A proposal that undoes what the revision changed; it is reviewed like any other."""
        return created(request, reviews.proposal_revert(revision=self.revision(), actor=self.actor))
