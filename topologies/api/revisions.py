"""Approved states, for ever."""

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from topologies.api.conditional import bytes_answer
from topologies.api.lookups import TopologyView
from topologies.api.serializers import RevisionSerializer
from topologies.api.topologies import DOCUMENT_TYPE
from topologies.models import Revision
from topologies.selectors import revisions_of


@extend_schema_view(get=extend_schema(operation_id="revisions"))
class RevisionList(TopologyView, ListAPIView):
    """The revisions of a topology, newest first."""

    queryset = Revision.objects.none()  # for the OpenAPI document, which names no topology
    serializer_class = RevisionSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Revision]:
        if "system" not in self.kwargs:
            return self.queryset
        return revisions_of(self.topology())


class RevisionDetail(TopologyView):
    """One revision."""

    @extend_schema(operation_id="revision", responses=RevisionSerializer)
    def get(self, request: Request, system: str, topology: str, number: int) -> Response:
        return Response(RevisionSerializer(self.revision()).data)


class RevisionDocument(TopologyView):
    """The canonical document of any revision."""

    @extend_schema(
        operation_id="revision_document",
        responses={(200, DOCUMENT_TYPE): OpenApiTypes.OBJECT, 304: None},
    )
    def get(self, request: Request, system: str, topology: str, number: int) -> HttpResponseBase:
        revision = self.revision()
        return bytes_answer(
            request,
            tag=revision.sha256,
            make=revision.document.encode,
            content_type=DOCUMENT_TYPE,
            changed=revision.created,
        )
