"""The audit log of a system, for its administrators."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from topologies import auditing
from topologies.models import AuditEntry
from topologies.selectors import system_get

LINES = "application/x-ndjson"


class EntrySerializer(serializers.Serializer):
    """Who did what, when. `before` and `after` are digests: of revisions, or of a proposal's content."""

    created = serializers.DateTimeField()
    id = serializers.IntegerField()
    actor = serializers.CharField()
    system = serializers.CharField()
    topology = serializers.CharField(allow_blank=True)
    action = serializers.CharField()
    subject = serializers.CharField()
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)
    details = serializers.DictField()

    def to_representation(self, instance: AuditEntry) -> dict[str, Any]:
        return auditing.as_data(instance)


class AskedSerializer(serializers.Serializer):
    actor = serializers.CharField(required=False, allow_blank=True, help_text="Exactly this name.")
    action = serializers.CharField(required=False, allow_blank=True, help_text="Exactly this one.")
    topology = serializers.CharField(required=False, allow_blank=True, help_text="Slug of a topology.")
    since = serializers.DateField(required=False, help_text="From this day on.")
    until = serializers.DateField(required=False, help_text="Up to this day, it included.")


class LinesRenderer(BaseRenderer):
    """Lets a caller ask for lines of JSON; they are written by the view."""

    media_type = LINES
    format = "jsonl"


def _entries(request: Request, slug: str) -> QuerySet[AuditEntry]:
    actor = cast("User", request.user)
    asked = {name: str(request.query_params.get(name, "")) for name in auditing.ASKED}
    return auditing.entries_of(system=system_get(user=actor, slug=slug), actor=actor, asked=asked)


@extend_schema_view(get=extend_schema(operation_id="audit_log", parameters=[AskedSerializer]))
class AuditLog(ListAPIView):
    """Who did what in a system, newest first: its administrators."""

    queryset = AuditEntry.objects.none()  # for the OpenAPI document, which names no system
    serializer_class = EntrySerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[AuditEntry]:
        return _entries(self.request, self.kwargs["system"]) if "system" in self.kwargs else self.queryset


class AuditLines(APIView):
    """The whole audit log as a file."""

    renderer_classes = [JSONRenderer, LinesRenderer]

    @extend_schema(
        operation_id="audit_lines",
        parameters=[AskedSerializer],
        responses={(200, LINES): OpenApiTypes.STR},
    )
    def get(self, request: Request, system: str) -> StreamingHttpResponse:
        """Every entry that was asked for, as an object of JSON on a line of its own."""
        return lines_answer(_entries(request, system), system)


def lines_answer(entries: QuerySet[AuditEntry], system: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(auditing.as_lines(entries), content_type=LINES)
    response["Content-Disposition"] = f'attachment; filename="{system}-audit.jsonl"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
