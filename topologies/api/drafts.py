"""Drafts: the edits of architects by REST. Reads through selectors, writes through services."""

from hashlib import sha256

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from topologies import live, selectors, services
from topologies.api.conditional import bytes_answer
from topologies.api.lookups import TopologyView, checked
from topologies.api.serializers import (
    DraftSerializer,
    EditSerializer,
    ErrorSerializer,
    LogSerializer,
    OperationsSerializer,
    PublishSerializer,
    RevisionSerializer,
    SinceSerializer,
    address,
)
from topologies.api.topologies import DOCUMENT_TYPE
from topologies.documents import dump, encode
from topologies.models import Draft
from topologies.operations import parse_operations
from topologies.services import Action
from topologies.watching import EDITS_KEPT, edits_since

CONFLICT = OpenApiResponse(ErrorSerializer, description="It does not fit the state that things are in.")


class DraftList(TopologyView):
    """The open drafts of a topology."""

    @extend_schema(operation_id="drafts", responses=DraftSerializer(many=True))
    def get(self, request: Request, system: str, topology: str) -> Response:
        found = self.topology()
        services.require(self.actor, Action.EDIT, found.system)
        return Response(DraftSerializer(selectors.drafts_of(found), many=True).data)

    @extend_schema(operation_id="open_draft", request=None, responses={200: DraftSerializer})
    def post(self, request: Request, system: str, topology: str) -> Response:
        """Your open draft, or a new one on top of the newest revision."""
        found = self.topology()
        draft = services.draft_open(topology=found, actor=self.actor)
        where = address("draft", found, request=request, draft=draft.pk)
        return Response(DraftSerializer(draft).data, headers={"Location": where})


class DraftView(TopologyView):
    def draft(self) -> Draft:
        """The open draft that the address names, for whoever may edit here.

        Raises:
            NotFound, PermissionDenied
        """
        topology = self.topology()
        services.require(self.actor, Action.EDIT, topology.system)
        found = selectors.drafts_of(topology).filter(pk=self.kwargs["draft"]).first()
        if found is None:
            raise NotFound("There is no such open draft.")
        return found


class DraftDetail(DraftView):
    """One open draft."""

    @extend_schema(operation_id="draft", responses=DraftSerializer)
    def get(self, request: Request, system: str, topology: str, draft: int) -> Response:
        return Response(DraftSerializer(self.draft()).data)

    @extend_schema(operation_id="discard_draft", responses={204: None, 409: CONFLICT})
    def delete(self, request: Request, system: str, topology: str, draft: int) -> Response:
        """Close the draft without publishing it."""
        services.draft_discard(draft=self.draft(), actor=self.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)


class DraftDocument(DraftView):
    """The canonical document of a draft as it is now."""

    @extend_schema(
        operation_id="draft_document", responses={(200, DOCUMENT_TYPE): OpenApiTypes.OBJECT, 304: None}
    )
    def get(self, request: Request, system: str, topology: str, draft: int) -> HttpResponseBase:
        body = encode(dump(live.graph_of(self.draft())))
        return bytes_answer(
            request, tag=sha256(body).hexdigest(), make=lambda: body, content_type=DOCUMENT_TYPE
        )


class DraftOperations(DraftView):
    """Edits of a draft, all or none."""

    @extend_schema(operation_id="draft_edits", parameters=[SinceSerializer], responses=LogSerializer)
    def get(self, request: Request, system: str, topology: str, draft: int) -> Response:
        """The edits after a version, oldest first, two hundred at most."""
        query = checked(SinceSerializer(data=request.query_params))
        found = self.draft()
        edits = edits_since(found.pk, query.get("since", 0), EDITS_KEPT)
        return Response(
            {"version": max([found.version, *(edit["version"] for edit in edits)]), "edits": edits}
        )

    @extend_schema(
        operation_id="edit_draft",
        request=OperationsSerializer,
        responses={200: EditSerializer, 400: ErrorSerializer, 409: CONFLICT},
    )
    def post(self, request: Request, system: str, topology: str, draft: int) -> Response:
        """Apply operations. 409 `stale_version` carries the draft's version: read it again and try anew."""
        body = checked(OperationsSerializer(data=request.data))
        edit = services.draft_edit(
            draft=self.draft(),
            actor=self.actor,
            base_version=body["base_version"],
            operations=parse_operations(body["operations"]),
            request_id=body["request_id"],
            undoes=body.get("undoes"),
        )
        inverse = [operation.wire() for operation in edit.inverse]
        return Response({"version": edit.version, "inverse": inverse, "changes": edit.changes})


class DraftPublish(DraftView):
    """Make a draft the approved state."""

    @extend_schema(
        operation_id="publish_draft",
        request=PublishSerializer,
        responses={201: RevisionSerializer, 409: CONFLICT},
    )
    def post(self, request: Request, system: str, topology: str, draft: int) -> Response:
        body = checked(PublishSerializer(data=request.data))
        found = self.draft()
        revision = services.draft_publish(draft=found, actor=self.actor, **body)
        where = address("revision", found.topology, request=request, number=revision.number)
        shown = RevisionSerializer(revision).data
        return Response(shown, status=status.HTTP_201_CREATED, headers={"Location": where})
