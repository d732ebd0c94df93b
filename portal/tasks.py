"""Tasks of the site itself."""

import time

from celery import shared_task
from django.core.cache import cache

from portal.health import HEARTBEAT


@shared_task(name="portal.heartbeat", expires=30)
def heartbeat() -> None:
    """Leave a mark that a worker took a message from the broker just now."""
    cache.set(HEARTBEAT, time.time(), timeout=3600)
