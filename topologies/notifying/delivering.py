"""Carrying messages to webhooks, as often as it takes."""

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from urllib3.exceptions import HTTPError

from topologies.models import Delivery
from topologies.notifying import outbox, posting, signing
from topologies.notifying.addresses import ForbiddenAddressError

log = logging.getLogger(__name__)
State = Delivery.State
KEPT = timedelta(days=30)


def deliver(number: int) -> None:
    """Send the message if it is due, and note what came of it. Of several workers one does."""
    if (delivery := _claimed(number)) is None:
        return
    if not delivery.webhook.active:
        _settle(delivery, error="The webhook was switched off before it was sent.")
        return
    try:
        answer = _sent(delivery)
    except (ForbiddenAddressError, signing.SecretLostError, HTTPError, OSError) as error:
        _settle(delivery, error=f"{type(error).__name__}: {error}"[:500])
        return
    _settle(delivery, status=answer.status, answer=answer.text)


def _claimed(number: int) -> Delivery | None:
    """The message, put off before it is tried: a worker that dies now is followed by another one."""
    due = Delivery.objects.filter(pk=number, state=State.QUEUED, send_after__lte=timezone.now())
    found = due.select_related("webhook__system").first()
    if found is None:
        return None
    mine = due.filter(tries=found.tries, send_after=found.send_after)
    if not mine.update(tries=F("tries") + 1, send_after=outbox.later(found.tries)):
        return None
    found.tries += 1
    return found


def _sent(delivery: Delivery) -> posting.Answer:
    body, hook = delivery.body.encode(), delivery.webhook
    number = f"groundplan-{delivery.pk}"
    at = int(timezone.now().timestamp())
    return posting.post(hook.url, body, signing.headers(hook, number=number, at=at, body=body))


def _settle(delivery: Delivery, status: int | None = None, answer: str = "", error: str = "") -> None:
    values: dict[str, Any] = {"status": status, "answer": answer, "error": error}
    if status is not None and 200 <= status < 300:
        values |= {"state": State.DELIVERED, "ended": timezone.now()}
    elif delivery.tries >= settings.WEBHOOK_ATTEMPTS or not delivery.webhook.active:
        values |= {"state": State.FAILED, "ended": timezone.now()}
    Delivery.objects.filter(pk=delivery.pk, state=State.QUEUED, tries=delivery.tries).update(**values)


def sweep() -> int:
    """Nudge for what is due, and forget what ended long ago: how many nudges there were."""
    now = timezone.now()
    Delivery.objects.exclude(state=State.QUEUED).filter(ended__lt=now - KEPT).delete()
    due = Delivery.objects.filter(state=State.QUEUED, send_after__lte=now).order_by("send_after")
    numbers = list(due.values_list("pk", flat=True)[:500])
    for number in numbers:
        outbox.nudge(outbox.DELIVER, number)
    return len(numbers)
