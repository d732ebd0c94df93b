"""The Celery application. Tasks live in the `tasks` module of each app."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("groundplan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def stand_back(**signal: Any) -> None:
    """Exports compute for seconds; people who wait for a page go first."""
    os.nice(app.conf["worker_niceness"])
