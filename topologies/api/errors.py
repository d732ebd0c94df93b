"""One shape for everything that is refused.

    {"error": {"code": "invalid", "message": "...", "faults": [{"element": "", "field": "...", "message": "..."}]}}

`code` is stable and for machines, `message` is for people, `faults` say what is wrong with which field.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError as ModelValidationError
from django.http import HttpResponse, JsonResponse
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from topologies import services
from topologies.graph import Fault, Faults

_TELLING = {"WWW-Authenticate", "Retry-After"}


class Invalid(exceptions.APIException):
    """The input is wrong in the ways that `faults` say."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "invalid"
    default_detail = "The request was refused."

    def __init__(self, faults: Iterable[Fault], message: str = "") -> None:
        super().__init__(message or self.default_detail)
        self.faults = tuple(faults)


class Conflict(exceptions.APIException):
    """The request does not fit the state that things are in; `extra` tells that state."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"

    def __init__(self, message: str, code: str = "conflict", **extra: Any) -> None:
        super().__init__(message, code)
        self.extra = extra


class PreconditionFailed(exceptions.APIException):
    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "precondition_failed"
    default_detail = "What is here is not what If-Match or If-Unmodified-Since names."


def handle(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """REST framework's exception handler: its status and headers, our shape, JSON whatever was asked for. None = not the caller's fault."""
    known = _as_refusal(error)
    response = exception_handler(known, context)
    if response is None:
        return None
    refused = JsonResponse(_body(known, response), status=response.status_code)
    for name in _TELLING & response.headers.keys():
        refused[name] = response[name]
    return refused


def envelope(code: str, message: str, faults: Iterable[Fault] = (), **extra: Any) -> dict[str, Any]:
    """The one shape. At most 100 faults are told: who sends more has enough to do."""
    told = [
        {"element": fault.element, "field": fault.field, "message": fault.message}
        for fault in list(faults)[:100]
    ]
    return {"error": {"code": code, "message": message, "faults": told, **extra}}


def _as_refusal(error: Exception) -> Exception:
    if isinstance(error, Faults):
        return Invalid(error.faults)
    if isinstance(error, ModelValidationError):
        return Invalid(Fault("", "", message) for message in error.messages)
    if isinstance(error, services.Refused):
        return Conflict(str(error), _code(error), **error.told())
    return error


def _code(error: Exception) -> str:
    """StaleVersion -> stale_version."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(error).__name__).lower()


def _body(error: Exception, response: Response) -> dict[str, Any]:
    if isinstance(error, Invalid):
        return envelope(error.default_code, str(error.detail), error.faults)
    if isinstance(error, exceptions.ValidationError):
        return envelope("invalid", Invalid.default_detail, _faults(error.detail))
    detail = response.data["detail"]
    return envelope(detail.code, str(detail), **getattr(error, "extra", {}))


def _faults(detail: Any, path: tuple[str, ...] = ()) -> Iterator[Fault]:
    """REST framework's nested details as faults: the dotted path of the field, and a sentence."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from _faults(inner, (*path, str(name)))
    elif isinstance(detail, list):
        for inner in detail:
            yield from _faults(inner, path)
    else:
        yield Fault("", ".".join(path), str(detail))
