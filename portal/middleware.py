"""What every request passes."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse


class BodyLimitMiddleware:
    """Answer 413 to a body that announces more than DATA_UPLOAD_MAX_MEMORY_SIZE bytes, before reading it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        limit: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if length.isdecimal() and int(length) > limit:
            message = f"The body holds {length} bytes; the limit is {limit}."
            error = {"code": "too_large", "message": message, "faults": []}
            return JsonResponse({"error": error}, status=413)
        return self.get_response(request)
