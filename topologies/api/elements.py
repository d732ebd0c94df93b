"""The elements of the newest revision, one by one."""

from collections.abc import Iterator
from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from topologies.api.conditional import answer, json_answer
from topologies.api.lookups import TopologyView, checked
from topologies.api.pagination import Pages
from topologies.api.serializers import ElementSerializer
from topologies.documents import dump_element
from topologies.graph import SECTIONS, Element, Graph, Node, Zone
from topologies.scalars import KEY_LENGTH
from topologies.selectors import graph_of

# Through which field an element stands where another one stands, in this order.
_HOLDERS = ("zone", "node", "acl", "group")


class ElementQuery(serializers.Serializer):
    section = serializers.ChoiceField(choices=list(SECTIONS), required=False)
    kind = serializers.CharField(max_length=KEY_LENGTH, required=False, help_text="Slug of a kind.")
    zone = serializers.CharField(
        max_length=KEY_LENGTH, required=False, help_text="Key of a zone: what stands in it, at any depth."
    )


class ElementList(TopologyView):
    """The elements of the newest revision, section by section, by key."""

    pagination_class = Pages

    @extend_schema(
        operation_id="elements",
        parameters=[ElementQuery],
        responses={200: ElementSerializer(many=True), 304: None},
    )
    def get(self, request: Request, system: str, topology: str) -> HttpResponseBase:
        query = checked(ElementQuery(data=request.query_params))
        found = self.approved()

        def page() -> Response:
            graph, pages = graph_of(found.sha256), Pages()
            chosen = pages.paginate_queryset(list(_chosen(graph, query)), request)
            return pages.get_paginated_response([_shown(graph, element) for element in chosen or ()])

        return answer(request, tag=found.sha256, make=page, changed=found.created)


class ElementDetail(TopologyView):
    """One element of the newest revision."""

    @extend_schema(operation_id="element", responses={200: ElementSerializer, 304: None})
    def get(self, request: Request, system: str, topology: str, key: str) -> HttpResponseBase:
        found = self.approved()
        graph = graph_of(found.sha256)
        element = graph.by_key.get(key)
        if element is None:
            raise NotFound("There is no such element.")
        return json_answer(
            request,
            tag=found.sha256,
            make=lambda: _shown(graph, element),
            changed=found.created,
        )


def _chosen(graph: Graph, query: dict[str, Any]) -> Iterator[Element]:
    section, kind, zone = (query.get(name) for name in ("section", "kind", "zone"))
    for element in graph.section(section).values() if section else graph.elements():
        if kind is not None and getattr(element, "kind", None) != kind:
            continue
        if zone is not None and zone not in _zones(graph, element):
            continue
        yield element


def _zones(graph: Graph, element: Element) -> tuple[str, ...]:
    """Keys of the zones that an element stands in, innermost first; a zone does not stand in itself."""
    if isinstance(element, Zone):
        return tuple(zone.key for zone in graph.path(element)[1:])
    if isinstance(element, Node):
        return tuple(zone.key for zone in graph.path(element))
    holder = next((key for name in _HOLDERS if (key := getattr(element, name, None))), None)
    if holder is None:
        return ()
    above = graph.by_key[holder]
    return (above.key, *_zones(graph, above)) if isinstance(above, Zone) else _zones(graph, above)


def _shown(graph: Graph, element: Element) -> dict[str, Any]:
    return {
        "section": element.section,
        "key": element.key,
        "zones": _zones(graph, element),
        "fields": dump_element(element),
    }
