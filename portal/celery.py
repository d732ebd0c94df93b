"""The Celery application. Tasks live in the `tasks` module of each app."""

import gc
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


@worker_process_init.connect
def settle(**signal: Any) -> None:
    """What is loaded by now stays: the collector of garbage need not look at it again. A task makes some hundred thousand
    objects and drops them all at once: looking through them after every 700 finds nothing."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
