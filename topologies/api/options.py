"""The topologies of one system side by side."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from topologies.api.conditional import json_answer
from topologies.api.questions import tag_of
from topologies.options import MOST_OPTIONS, Line, lines, option
from topologies.selectors import system_get

INFINITE = "no end"


class Options(APIView):
    """Ratings, costs, objectives, findings and the worst recovery figures of each approved topology of a system.

    Each line holds one value for each of `options`, in their order; null = nobody says. `words` says which is best or
    worst where that can be said.
    """

    @extend_schema(operation_id="options", responses={200: dict, 304: None})
    def get(self, request: Request, system: str) -> HttpResponseBase:
        found = system_get(user=cast("User", request.user), slug=system)
        approved = [row for row in found.topologies.all() if row.latest_sha256][:MOST_OPTIONS]
        tag = tag_of(
            "options",
            "".join(str(row.latest_sha256) for row in approved),
            {"slugs": [row.slug for row in approved]},
        )

        def make() -> dict[str, Any]:
            chosen = [option(row) for row in approved]
            return {"options": [one.slug for one in chosen], "lines": [_line(line) for line in lines(chosen)]}

        return json_answer(request, tag=tag, make=make)


def _line(line: Line) -> dict[str, Any]:
    return {
        "group": line.group,
        "label": line.label,
        "unit": line.unit,
        "values": [INFINITE if value == float("inf") else value for value in line.values],
        "words": [line.words(place) for place in range(len(line.values))],
    }
