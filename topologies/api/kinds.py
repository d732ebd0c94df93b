"""The kind catalogue, and the JSON Schema of documents."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.views import APIView

from topologies.api.conditional import bytes_answer, json_answer
from topologies.api.serializers import KindSerializer
from topologies.kinds import Kind, node_kinds, zone_kinds
from topologies.schema import json_schema

SCHEMA_TYPE = "application/schema+json"


class KindList(APIView):
    """Every kind of node and zone."""

    @extend_schema(operation_id="kinds", responses={200: KindSerializer(many=True), 304: None})
    def get(self, request: Request) -> HttpResponseBase:
        answer = bytes_answer(request, tag=catalogue_tag(), make=_list, content_type="application/json")
        if request.GET.get("v") == catalogue_tag():  # who names the content gets no other under that address
            answer["Cache-Control"] = "private, max-age=31536000, immutable"
        return answer


class KindDetail(APIView):
    """One kind."""

    @extend_schema(operation_id="kind", responses={200: KindSerializer, 304: None})
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        kind = _catalogue().get(slug)
        if kind is None:
            raise NotFound("There is no such kind.")
        return json_answer(request, tag=catalogue_tag(), make=lambda: kind)


class DocumentSchema(APIView):
    """JSON Schema (2020-12) that every document satisfies."""

    @extend_schema(
        operation_id="document_schema", responses={(200, SCHEMA_TYPE): OpenApiTypes.OBJECT, 304: None}
    )
    def get(self, request: Request) -> HttpResponseBase:
        body = _schema()
        tag = hashlib.sha256(body).hexdigest()
        return bytes_answer(request, tag=tag, make=lambda: body, content_type=SCHEMA_TYPE)


@cache
def _schema() -> bytes:
    return (json.dumps(json_schema(), indent=2) + "\n").encode()


@cache
def _catalogue() -> Mapping[str, dict[str, Any]]:
    sections = (("nodes", node_kinds()), ("zones", zone_kinds()))
    return {slug: _shown(section, kind) for section, kinds in sections for slug, kind in kinds.items()}


@cache
def _list() -> bytes:
    return json.dumps(list(_catalogue().values()), separators=(",", ":")).encode()


@cache
def catalogue_tag() -> str:
    """What names this content of the catalogue."""
    return hashlib.sha256(json.dumps(_catalogue(), sort_keys=True).encode()).hexdigest()


def _shown(section: str, kind: Kind) -> dict[str, Any]:
    return {
        "slug": kind.slug,
        "section": section,
        "label": kind.label,
        "summary": kind.summary,
        "concern": kind.concern,
        "icon": kind.icon,
        "provider": kind.provider,
        "parents": sorted(kind.parents),
        "ports": [asdict(port) for port in kind.ports],
        "traits": sorted(kind.traits),
        "properties": kind.properties.model_json_schema(),
    }
