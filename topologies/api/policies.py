"""What a topology asks of a change, by REST. Everybody with a role reads it, administrators set it."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from topologies import reviews
from topologies.api.lookups import TopologyView, checked
from topologies.api.review_serializers import OwnershipSerializer, OwningSerializer, PolicySerializer
from topologies.api.serializers import ErrorSerializer


class PolicyDetail(TopologyView):
    """The policy of a topology; the defaults where nobody set one."""

    @extend_schema(operation_id="policy", responses=PolicySerializer)
    def get(self, request: Request, system: str, topology: str) -> Response:
        return Response(PolicySerializer(reviews.policy_of(self.topology())).data)

    @extend_schema(
        operation_id="set_policy",
        request=PolicySerializer,
        responses={200: PolicySerializer, 400: ErrorSerializer},
    )
    def put(self, request: Request, system: str, topology: str) -> Response:
        """Set it: administrators."""
        body = checked(PolicySerializer(data=request.data))
        policy = reviews.policy_set(topology=self.topology(), actor=self.actor, **body)
        return Response(PolicySerializer(policy).data)


class OwnershipList(TopologyView):
    """Which groups of people must approve changes of what."""

    @extend_schema(operation_id="ownerships", responses=OwnershipSerializer(many=True))
    def get(self, request: Request, system: str, topology: str) -> Response:
        rows = self.topology().ownerships.select_related("group")
        return Response(OwnershipSerializer(rows, many=True).data)

    @extend_schema(
        operation_id="add_ownership",
        request=OwningSerializer,
        responses={201: OwnershipSerializer, 400: ErrorSerializer},
    )
    def post(self, request: Request, system: str, topology: str) -> Response:
        """Ask for one of a group: administrators. Name a section, a kind or a zone, or several."""
        body = checked(OwningSerializer(data=request.data))
        rule = reviews.ownership_add(topology=self.topology(), actor=self.actor, **body)
        return Response(OwnershipSerializer(rule).data, status=status.HTTP_201_CREATED)


class OwnershipDetail(TopologyView):
    """One rule of ownership."""

    @extend_schema(operation_id="remove_ownership", responses={204: None})
    def delete(self, request: Request, system: str, topology: str, number: int) -> Response:
        """Ask no longer: administrators."""
        reviews.ownership_remove(topology=self.topology(), number=number, actor=self.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)
