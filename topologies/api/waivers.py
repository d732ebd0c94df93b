"""Findings that somebody accepted: listed, granted, withdrawn."""

from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from topologies import reviews, selectors, services
from topologies.api.lookups import TopologyView, approved_state, checked
from topologies.api.serializers import ErrorSerializer, WaiverRequestSerializer, WaiverSerializer
from topologies.computed import findings_of
from topologies.graph import Fault, Faults
from topologies.models import Topology, Waiver
from topologies.reviews.selectors import proposal_get
from topologies.validation.reports.data import acceptance_data

REFUSED = OpenApiResponse(ErrorSerializer, description="You had a hand in the proposal that brings it.")


class WaiverList(TopologyView):
    """The waivers of a topology, the next to expire first, each with what has become of it."""

    @extend_schema(operation_id="waivers", responses=WaiverSerializer(many=True))
    def get(self, request: Request, system: str, topology: str) -> Response:
        return Response(_listed(self.topology()))

    @extend_schema(
        operation_id="grant_waiver",
        request=WaiverRequestSerializer,
        responses={201: WaiverSerializer, 400: ErrorSerializer, 409: REFUSED},
    )
    def post(self, request: Request, system: str, topology: str) -> Response:
        """Accept a finding until a day, on which it fails again. Reviewers and administrators."""
        said = checked(WaiverRequestSerializer(data=request.data))
        found = self.topology()
        services.require(self.actor, services.Action.VOTE, found.system)
        waiver = _granted(found, self.actor, said, said.pop("proposal", None))
        shown = next(row for row in _listed(found) if row["id"] == waiver.pk)
        return Response(shown, status=status.HTTP_201_CREATED)


class WaiverDetail(TopologyView):
    """One waiver."""

    @extend_schema(operation_id="withdraw_waiver", responses={204: None})
    def delete(self, request: Request, system: str, topology: str, number: int) -> Response:
        """End it: its finding fails again."""
        services.waiver_withdraw(topology=self.topology(), number=number, actor=self.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _granted(topology: Topology, actor: User, said: dict[str, Any], proposal: int | None) -> Waiver:
    said["owner"] = _owner(said["owner"]) if said["owner"] else None
    said["today"] = timezone.localdate()
    if proposal is None:
        return services.waiver_grant(topology=topology, actor=actor, **said)
    return reviews.finding_waive(proposal=proposal_get(topology, proposal), actor=actor, **said)


def _listed(topology: Topology) -> list[dict[str, Any]]:
    approved = approved_state(topology)
    known = {finding.fingerprint for finding in findings_of(approved.sha256)} if approved else set()
    today = timezone.localdate()
    return [
        {
            "rule": one.rule,
            "fingerprint": one.fingerprint,
            "state": one.state(known, today),
            **acceptance_data(one),
        }
        for one in selectors.acceptances_of(topology)
    ]


def _owner(name: str) -> User:
    """Who has no role here is refused by the service, in the same words."""
    found = User.objects.filter(username=name).first()
    if found is None:
        raise Faults([Fault("", "owner", "has no role in this system")])
    return found
