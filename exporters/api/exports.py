"""Exports: ask, follow, cancel."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from exporters import selectors, services
from exporters.api.serializers import ExportDetailSerializer, ExportSerializer, RequestSerializer
from exporters.models import Export
from exporters.registry import UnsupportedError, find_target
from topologies.api.errors import Conflict, Invalid
from topologies.api.lookups import TopologyView, approved_state, checked
from topologies.api.serializers import ErrorSerializer
from topologies.graph import Fault
from topologies.models import Topology
from topologies.selectors import revision_get

REFUSED = OpenApiResponse(ErrorSerializer, description="No such target, or it makes no sense here: why.")
NOTHING = OpenApiResponse(ErrorSerializer, description="Nothing of the topology is approved yet.")


class ExportView(TopologyView):
    def export_of(self, topology: Topology) -> Export:
        """The export that the address names.

        Raises:
            NotFound: there is none of this topology.
        """
        found = selectors.exports_of(topology).filter(pk=self.kwargs["export"]).first()
        if found is None:
            raise NotFound("There is no such export.")
        return found

    def shown(self, topology: Topology, export: Export) -> dict[str, Any]:
        context = {"request": self.request, "topology": topology}
        return dict(ExportDetailSerializer(export, context=context).data)


@extend_schema_view(get=extend_schema(operation_id="exports"))
class ExportList(ExportView, ListAPIView):
    """The exports of a topology, newest first."""

    queryset = Export.objects.none()  # for the OpenAPI document, which names no topology
    serializer_class = ExportSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Export]:
        if "system" not in self.kwargs:
            return self.queryset
        self.found = self.topology()
        return selectors.exports_of(self.found)

    def get_serializer_context(self) -> dict[str, object]:
        return {**super().get_serializer_context(), "topology": getattr(self, "found", None)}

    @extend_schema(
        operation_id="request_export",
        request=RequestSerializer,
        responses={200: ExportDetailSerializer, 202: ExportDetailSerializer, 400: REFUSED, 409: NOTHING},
    )
    def post(self, request: Request, system: str, topology: str) -> Response:
        """Ask for what a target makes of the newest revision.

        202: it is queued or running, follow it at Location. 200: it was made before.
        """
        body = checked(RequestSerializer(data=request.data))
        found = self.topology()
        export = _requested(found, body["target"], self.actor)
        shown = self.shown(found, export)
        code = status.HTTP_202_ACCEPTED if export.pending else status.HTTP_200_OK
        return Response(shown, status=code, headers={"Location": shown["url"]})


class ExportDetail(ExportView):
    """One export: its state, its progress and its files."""

    @extend_schema(operation_id="export", responses=ExportDetailSerializer)
    def get(self, request: Request, system: str, topology: str, export: int) -> Response:
        found = self.topology()
        return Response(self.shown(found, self.export_of(found)))

    @extend_schema(operation_id="cancel_export", responses=ExportDetailSerializer)
    def delete(self, request: Request, system: str, topology: str, export: int) -> Response:
        """Stop an export that is queued or running; one that has ended stays as it is."""
        found = self.topology()
        ended = services.export_cancel(export=self.export_of(found), actor=self.actor)
        return Response(self.shown(found, ended))


def _requested(topology: Topology, target: str, actor: User) -> Export:
    approved = approved_state(topology)
    if approved is None:
        raise Conflict("Nothing of the topology is approved yet; publish a draft first.", "no_revision")
    _require_target(target)
    revision = revision_get(topology, approved.number)
    try:
        return services.export_request(revision=revision, target=target, actor=actor)
    except UnsupportedError as error:
        raise Invalid([Fault("", "target", str(error))], str(error)) from None


def _require_target(slug: str) -> None:
    try:
        find_target(slug)
    except ValueError as error:
        raise Invalid([Fault("", "target", str(error))]) from None
