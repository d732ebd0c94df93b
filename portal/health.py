"""Is the site able to work?"""

import time
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from portal.celery import app

HEARTBEAT = "worker-heartbeat"


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _broker() -> None:
    with app.connection_for_write(
        transport_options={"socket_timeout": 2, "socket_connect_timeout": 2}
    ) as broker:
        broker.ensure_connection(max_retries=1, timeout=2)


def _answers(ask: Callable[[], None]) -> bool:
    try:
        ask()
    except Exception:  # noqa: BLE001 - each driver fails with its own classes, and any failure is the answer
        return False
    return True


def seconds_since_heartbeat() -> float | None:
    """How long ago a worker last ran the heartbeat task; None if never, or if the cache is away."""
    try:
        beat = cache.get(HEARTBEAT)
    except Exception:  # noqa: BLE001 - as above
        return None
    return None if beat is None else round(time.time() - beat, 1)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when database and broker answer, else 503; the worker's age is told, and decides nothing."""
    parts = {"database": _answers(_database), "broker": _answers(_broker)}
    status = 200 if all(parts.values()) else 503
    return JsonResponse({**parts, "worker_seconds": seconds_since_heartbeat()}, status=status)
