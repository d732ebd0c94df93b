"""What an open editor asks of a draft beyond its edits: its state, who is there, findings and layout."""

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from topologies import live, presence, selectors, services
from topologies.api.drafts import DraftView
from topologies.api.lookups import checked
from topologies.api.serializers import (
    DraftFindingsSerializer,
    DraftStateSerializer,
    LayoutSerializer,
    PresenceSerializer,
)
from topologies.computed import draft_boxes, draft_document, draft_findings
from topologies.models import DraftOperation


class DraftState(DraftView):
    """All that an editor starts from."""

    @extend_schema(operation_id="draft_state", responses=DraftStateSerializer)
    def get(self, request: Request, system: str, topology: str, draft: int) -> HttpResponse:
        """The document, its version, and your own edits that can be undone and redone, the newest last."""
        found = self.draft()
        steps = services.steps_of(found, self.actor)
        version, document = draft_document(found)
        rest = {
            "version": version,
            "used": sorted(services.keys_spent(draft=found)),
            "undo": _steps(services.entries_of(found, steps.undo)),
            "redo": _steps(services.entries_of(found, steps.redo)),
        }
        # The document is text already; reading it only to write it again is what would take time here.
        body = b'{"document":%s,%s' % (document, json.dumps(rest).encode()[1:])
        return HttpResponse(body, content_type="application/json")


def _steps(entries: Iterable[DraftOperation]) -> list[dict[str, Any]]:
    return [
        {
            "version": entry.version,
            "request_id": entry.request_id,
            "inverse": entry.inverse,
            "label": "",
            "focus": [change["key"] for change in entry.changes if change["key"]],
        }
        for entry in entries
    ]


class DraftPresence(DraftView):
    """That somebody has the draft open."""

    @extend_schema(operation_id="say_presence", request=PresenceSerializer, responses={204: None})
    def post(self, request: Request, system: str, topology: str, draft: int) -> Response:
        """You are there, with these elements selected. Say it again every 20 seconds."""
        body = checked(PresenceSerializer(data=request.data))
        presence.arrive(self.draft(), self.actor, body["selection"])
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(operation_id="end_presence", responses={204: None})
    def delete(self, request: Request, system: str, topology: str, draft: int) -> Response:
        """You left."""
        presence.leave(self.draft(), self.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)


class DraftFindings(DraftView):
    """What the rules find in a draft as it is."""

    @extend_schema(operation_id="draft_findings", responses=DraftFindingsSerializer)
    def get(self, request: Request, system: str, topology: str, draft: int) -> Response:
        """Worst first, with the version that they are of."""
        found = self.draft()
        state = live.state_of(found)
        findings = draft_findings(found, state)
        waived = selectors.waived_in(found.topology, timezone.localdate())
        problems = sum(row["fingerprint"] not in waived for row in findings)
        return Response({"version": state.version, "problems": problems, "findings": findings})


class DraftLayout(DraftView):
    """Where the cards and frames of a view stand."""

    @extend_schema(
        operation_id="draft_layout",
        parameters=[OpenApiParameter("view", str, description="Key of a view; nothing = everything.")],
        responses=LayoutSerializer,
    )
    def get(self, request: Request, system: str, topology: str, draft: int) -> Response:
        """The boxes as the server's picture of this view has them: x, y, width, height."""
        found = self.draft()
        view = request.query_params.get("view", "")
        try:
            boxes = draft_boxes(found, view)
        except KeyError:
            raise NotFound(f"There is no view {view!r}.") from None
        return Response({"view": view, "version": found.version, "boxes": boxes})
