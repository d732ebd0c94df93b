"""What configuration can be generated."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from exporters.api.serializers import TargetSerializer
from exporters.registry import targets


class TargetList(APIView):
    """Every target."""

    @extend_schema(operation_id="targets", responses=TargetSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(TargetSerializer(targets().values(), many=True).data)
