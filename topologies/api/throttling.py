"""How often one caller may ask: settings.API_RATE, counted for each token and for each person at a browser."""

import logging
from typing import Any

from django.conf import settings
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

log = logging.getLogger(__name__)


class CallerThrottle(SimpleRateThrottle):
    """Too many requests get 429 with Retry-After."""

    scope = "caller"

    def get_rate(self) -> str:
        rate: str = settings.API_RATE
        return rate

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        """None = not counted: who is not signed in gets no further than 401."""
        if not request.user.is_authenticated:
            return None
        ident = f"token-{request.auth.pk}" if request.auth else f"user-{request.user.pk}"
        return self.cache_format % {"scope": self.scope, "ident": ident}

    def allow_request(self, request: Request, view: Any) -> bool:
        try:
            return bool(super().allow_request(request, view))
        except RedisError:
            # Counting protects the site; it must not take it down together with the cache.
            log.warning("requests are not counted: the cache does not answer", exc_info=True)
            return True
