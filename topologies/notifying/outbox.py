"""What is to be sent: rows in the transaction that they tell of, and a nudge for a worker after it."""

import json
import logging
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from celery import current_app
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from topologies.models import Delivery, Notice, System, Webhook

log = logging.getLogger(__name__)

MAIL, DELIVER = "topologies.mail_notice", "topologies.deliver"  # sent by name: tasks stand above
LONGEST_WAIT = timedelta(hours=1)


def announce(system: System, event: str, details: Mapping[str, Any]) -> None:
    """Tell it to every active webhook of the system. Call it in the transaction that it tells of."""
    hooks = list(system.webhooks.filter(active=True))
    nudge_deliveries(queued(hook, event, details) for hook in hooks)


def queued(hook: Webhook, event: str, details: Mapping[str, Any]) -> Delivery:
    """A message to this webhook that is due now."""
    told = {"event": event, "system": hook.system.slug, "at": timezone.now().isoformat(), **details}
    body = json.dumps(told, ensure_ascii=False)
    return Delivery.objects.create(webhook=hook, event=event, body=body, send_after=timezone.now())


def wanting_mail(people: Collection[int]) -> set[int]:
    """Those of them who have an address and did not choose to be left alone. One query."""
    known = User.objects.filter(pk__in=people).exclude(email="").exclude(preference__mail=False)
    return set(known.values_list("pk", flat=True))


def nudge_mail(notices: Iterable[Notice]) -> None:
    for one in notices:
        if one.mail_after:
            transaction.on_commit(partial(nudge, MAIL, one.pk))


def nudge_deliveries(deliveries: Iterable[Delivery]) -> None:
    for one in deliveries:
        transaction.on_commit(partial(nudge, DELIVER, one.pk))


def nudge(task: str, number: int) -> None:
    """Tell a worker. Where the broker does not answer, the sweeper will."""
    try:
        current_app.send_task(task, args=[number], retry=False)
    except (BrokerError, OSError):
        log.warning("%s %s is due; the broker could not be told", task, number, exc_info=True)


def later(tries: int) -> datetime:
    """When the next try is due after so many."""
    seconds: float = settings.NOTIFY_BACK_OFF_SECONDS * 2 ** min(tries, 16)
    return timezone.now() + min(timedelta(seconds=seconds), LONGEST_WAIT)
