"""Approved states, for ever."""

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from topologies.api.lookups import TopologyView
from topologies.api.serializers import RevisionSerializer
from topologies.api.topologies import DOCUMENT_TYPE, document_answer
from topologies.models import Revision


class RevisionView(TopologyView):
    def revision(self) -> Revision:
        """The revision that the address names.

        Raises:
            NotFound: no such topology, or no such revision of it.
        """
        revisions = self.topology().revisions.select_related("author")
        if found := revisions.filter(number=self.kwargs["number"]).first():
            return found
        raise NotFound("There is no such revision.")


class RevisionList(TopologyView, ListAPIView):
    """The revisions of a topology, newest first."""

    queryset = Revision.objects.none()  # for the OpenAPI document, which names no topology
    serializer_class = RevisionSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Revision]:
        if "system" not in self.kwargs:
            return self.queryset
        found = self.topology().revisions.select_related("author").defer("document")
        return found.order_by("-number")


class RevisionDetail(RevisionView):
    """One revision."""

    @extend_schema(operation_id="revision", responses=RevisionSerializer)
    def get(self, request: Request, system: str, topology: str, number: int) -> Response:
        return Response(RevisionSerializer(self.revision()).data)


class RevisionDocument(RevisionView):
    """The canonical document of any revision."""

    @extend_schema(
        operation_id="revision_document",
        responses={(200, DOCUMENT_TYPE): OpenApiTypes.OBJECT, 304: None},
    )
    def get(self, request: Request, system: str, topology: str, number: int) -> HttpResponseBase:
        return document_answer(request, self.revision())
