"""Answers that a client may keep and ask about again: ETag, Last-Modified, 304 and 412."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header, http_date
from rest_framework.request import Request
from rest_framework.response import Response

from topologies.api.errors import PreconditionFailed


def answer(
    request: Request, *, tag: str, make: Callable[[], HttpResponseBase], changed: datetime | None = None
) -> HttpResponseBase:
    """What `make` answers under the strong ETag `tag`, or 304 without making it where the caller has it already.

    Raises:
        PreconditionFailed: the caller asked for another state than this one.
    """
    etag = f'"{tag}"'
    modified = int(changed.timestamp()) if changed else None
    early = get_conditional_response(request._request, etag=etag, last_modified=modified)  # noqa: SLF001
    if early is not None and early.status_code != 304:
        raise PreconditionFailed
    response = early or make()
    response["ETag"] = etag
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    # Every use is asked about first: permissions may be gone, a newer revision may be there.
    patch_cache_control(response, private=True, no_cache=True)
    return response


def json_answer(
    request: Request, *, tag: str, make: Callable[[], Any], changed: datetime | None = None
) -> HttpResponseBase:
    """The same for data."""
    return answer(request, tag=tag, make=lambda: Response(make()), changed=changed)


def bytes_answer(
    request: Request,
    *,
    tag: str,
    make: Callable[[], bytes],
    content_type: str,
    filename: str = "",
    changed: datetime | None = None,
) -> HttpResponseBase:
    """The same for bytes exactly as they are; with a `filename` browsers save it and never show it."""

    def whole() -> HttpResponse:
        return _download(make(), content_type, filename)

    return answer(request, tag=tag, make=whole, changed=changed)


def _download(body: bytes, content_type: str, filename: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    if filename:
        response["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    return response
