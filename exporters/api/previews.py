"""What would be generated from a draft, and what differs between two revisions, as text."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from exporters.comparing import differences, previewed
from exporters.registry import Target, UnsupportedError, find_target
from topologies import live
from topologies.api.drafts import DraftView
from topologies.api.errors import Invalid
from topologies.api.lookups import TopologyView
from topologies.api.serializers import ErrorSerializer
from topologies.documents import loads
from topologies.graph import Fault, Graph
from topologies.selectors import revision_get

REFUSED = OpenApiResponse(ErrorSerializer, description="No such target, or it makes no sense here: why.")


class DifferenceSerializer(serializers.Serializer):
    path = serializers.CharField()
    state = serializers.CharField(help_text="added, removed or changed")
    lines = serializers.ListField(
        child=serializers.CharField(), help_text="Of a unified diff, without its head."
    )
    added = serializers.IntegerField()
    removed = serializers.IntegerField()


class PreviewedSerializer(serializers.Serializer):
    target = serializers.CharField()
    files = serializers.ListField(
        child=serializers.CharField(), help_text="Every file there would be, by path."
    )
    differences = DifferenceSerializer(many=True)


class Preview(DraftView):
    """The files of one target as the draft would have them, beside those of the revision that it grew out of."""

    @extend_schema(operation_id="draft_export_preview", responses={200: PreviewedSerializer, 400: REFUSED})
    def get(self, request: Request, system: str, topology: str, draft: int, target: str) -> Response:
        found = self.draft()
        base = loads(found.base.document) if found.base else None
        return Response(_compared(_target(target), base, live.graph_of(found)))


@extend_schema(
    parameters=[
        OpenApiParameter("from", int, description="Revision; the one before the newest unless named."),
        OpenApiParameter("to", int, description="Revision; the newest unless named."),
    ]
)
class Comparison(TopologyView):
    """What one target makes of two revisions."""

    @extend_schema(operation_id="export_comparison", responses={200: PreviewedSerializer, 400: REFUSED})
    def get(self, request: Request, system: str, topology: str, target: str) -> Response:
        found = self.topology()
        newer = revision_get(found, _number(request, "to"))
        older = revision_get(found, _number(request, "from") or max(newer.number - 1, 1))
        return Response(_compared(_target(target), loads(older.document), loads(newer.document)))


def _number(request: Request, field: str) -> int | None:
    said = request.query_params.get(field, "")
    if said and not (said.isascii() and said.isdecimal() and len(said) < 10):
        raise Invalid([Fault("", field, "must be the number of a revision")])
    return int(said) if said else None


def _target(slug: str) -> Target:
    try:
        return find_target(slug)
    except ValueError as error:
        raise Invalid([Fault("", "target", str(error))]) from None


def _compared(target: Target, before: Graph | None, after: Graph) -> Mapping[str, Any]:
    try:
        new = previewed(target, after)
        old = previewed(target, before) if before is not None and target.supports(before) is None else {}
    except UnsupportedError as error:
        raise Invalid([Fault("", "target", str(error))], str(error)) from None
    found = [asdict(one) for one in differences(old, new)]
    return {"target": target.slug, "files": list(new), "differences": found}
