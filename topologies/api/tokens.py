"""Giving a token back."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from topologies.api.errors import Conflict


class TokenRevoke(APIView):
    """Revoke the token that this request carries."""

    @extend_schema(operation_id="revoke_token", request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        if request.auth is None:
            raise Conflict("This request carries no token; you came with a session.", "no_token")
        request.auth.delete()
        return Response(status=status.HTTP_204_NO_CONTENT)
