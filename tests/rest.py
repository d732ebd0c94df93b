"""Callers of the API, each with a real token."""

from typing import Any

from django.contrib.auth.models import User
from django.core.cache import cache
from knox.models import AuthToken
from rest_framework.test import APIClient

HOME = "/api/v1/topologies/sample/topology/"


def token(user: User) -> str:
    # Rows are rolled back after a test and their ids come again; the counts of requests in the cache are not.
    cache.clear()
    made: str = AuthToken.objects.create(user=user)[1]
    return made


def caller(user: User | None = None) -> APIClient:
    client = APIClient(raise_request_exception=False)
    if user is not None:
        client.credentials(HTTP_AUTHORIZATION=f"Token {token(user)}")
    return client


def refusal(response: Any, status: int) -> dict[str, Any]:
    """The refusal in this answer, after checking that it has the one shape."""
    assert response.status_code == status, response.content
    body = response.json()
    assert set(body) == {"error"}
    error: dict[str, Any] = body["error"]
    assert {"code", "message", "faults"} <= error.keys()
    assert error["code"]
    assert error["message"]
    assert all(set(fault) == {"element", "field", "message"} for fault in error["faults"])
    return error
