"""Topologies: the inventory, and the approved document of each."""

from typing import get_args

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from topologies.api.conditional import bytes_answer
from topologies.api.lookups import TopologyView
from topologies.api.serializers import TopologySerializer
from topologies.graph import Environment
from topologies.models import Topology
from topologies.selectors import ports_exposed, topologies_for

DOCUMENT_TYPE = "application/json"


class PortNumberFilter(django_filters.NumberFilter):
    field_class = forms.IntegerField


class TopologyFilter(django_filters.FilterSet):
    """`exposes` = some node listens on this port for more than its own host."""

    system = django_filters.CharFilter(field_name="system__slug")
    environment = django_filters.ChoiceFilter(choices=[(word, word) for word in get_args(Environment)])
    exposes = PortNumberFilter(method="exposing", min_value=1, max_value=65535, label="port number")

    class Meta:
        model = Topology
        fields: list[str] = []

    def exposing(self, found: QuerySet[Topology], name: str, number: int) -> QuerySet[Topology]:
        ports = ports_exposed(self.request.user, int(number)).order_by()
        return found.filter(pk__in=ports.values("draft__topology"))


@extend_schema_view(get=extend_schema(operation_id="topologies"))
class TopologyList(ListAPIView):
    """The topologies that you may see, by system and slug."""

    queryset = Topology.objects.none()  # for the OpenAPI document, which has no caller
    serializer_class = TopologySerializer
    filterset_class = TopologyFilter

    def get_queryset(self) -> QuerySet[Topology]:
        if not self.request.user.is_authenticated:
            return self.queryset
        return topologies_for(self.request.user)


class TopologyDetail(TopologyView):
    """One topology."""

    @extend_schema(operation_id="topology", responses=TopologySerializer)
    def get(self, request: Request, system: str, topology: str) -> Response:
        return Response(TopologySerializer(self.topology(), context={"request": request}).data)


class DocumentDetail(TopologyView):
    """The canonical document of the newest revision: exactly the bytes that its digest is of."""

    @extend_schema(operation_id="document", responses={(200, DOCUMENT_TYPE): OpenApiTypes.OBJECT, 304: None})
    def get(self, request: Request, system: str, topology: str) -> HttpResponseBase:
        found = self.approved()
        return bytes_answer(
            request,
            tag=found.sha256,
            make=found.document,
            content_type=DOCUMENT_TYPE,
            changed=found.created,
        )
