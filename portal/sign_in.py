"""The answer to whoever failed to sign in too often."""

from typing import Any

from axes.helpers import get_cool_off, get_failure_limit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timesince import timesince
from django.utils.timezone import now


def paused(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """429, with how long sign-in stays closed for this name and address."""
    wait = get_cool_off(request)
    context = {
        "attempts": get_failure_limit(request, credentials),
        "wait": timesince(now() - wait) if wait else "a while",
    }
    return render(request, "registration/lockout.html", context, status=429)
