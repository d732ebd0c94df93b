"""The webhooks of a system, which its administrators own."""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from topologies.graph import Fault, Faults
from topologies.models import Delivery, System, Webhook
from topologies.notifying import addresses, outbox, signing
from topologies.services import audit
from topologies.services.errors import NotFound
from topologies.services.permissions import Action, require
from topologies.services.saving import saved

MOST = 20


def webhooks_of(system: System) -> QuerySet[Webhook]:
    return system.webhooks.select_related("system", "created_by").order_by("id")


def webhook_get(system: System, number: int) -> Webhook:
    """One of them. Raises NotFound."""
    found = webhooks_of(system).filter(pk=number).first()
    if found is None:
        raise NotFound("There is no such webhook.")
    return found


def deliveries_of(hook: Webhook) -> QuerySet[Delivery]:
    return hook.deliveries.order_by("-id")


@transaction.atomic
def webhook_add(*, system: System, actor: User, url: str) -> tuple[Webhook, str]:
    """A webhook, and its secret, which is told this once.

    Raises:
        Faults: the address is none that a webhook may have, or there are enough.
        NotFound, PermissionDenied
    """
    require(actor, Action.ADMINISTER, system)
    _refuse(system, url)
    hook = Webhook(system=system, url=url, created_by=actor)
    secret = signing.renew(hook)
    saved(hook)
    audit.record(actor=actor, action="add webhook", system=system, subject=url)
    return hook, secret


def _refuse(system: System, url: str) -> None:
    try:
        addresses.parsed(url)
    except addresses.ForbiddenAddressError as error:
        raise Faults([Fault("", "url", str(error))]) from None
    if system.webhooks.filter(url=url).exists():
        raise Faults([Fault("", "url", "is a webhook of the system already")])
    if system.webhooks.count() >= MOST:
        raise Faults([Fault("", "url", f"is one too many: a system has {MOST} webhooks at most")])


@transaction.atomic
def webhook_switch(*, hook: Webhook, actor: User, active: bool) -> Webhook:
    """Switch it on or off. Raises NotFound, PermissionDenied."""
    require(actor, Action.ADMINISTER, hook.system)
    if hook.active != active:
        hook.active = active
        hook.save(update_fields=["active"])
        action = "switch webhook on" if active else "switch webhook off"
        audit.record(actor=actor, action=action, system=hook.system, subject=hook.url)
    return hook


@transaction.atomic
def webhook_renew(*, hook: Webhook, actor: User) -> str:
    """Another secret in place of the one it has; it is told this once. Raises NotFound, PermissionDenied."""
    require(actor, Action.ADMINISTER, hook.system)
    secret = signing.renew(hook)
    hook.save(update_fields=["salt", "key_mark"])
    audit.record(actor=actor, action="renew webhook secret", system=hook.system, subject=hook.url)
    return secret


@transaction.atomic
def webhook_remove(*, hook: Webhook, actor: User) -> None:
    """Raises NotFound, PermissionDenied."""
    require(actor, Action.ADMINISTER, hook.system)
    hook.delete()
    audit.record(actor=actor, action="remove webhook", system=hook.system, subject=hook.url)


@transaction.atomic
def webhook_test(*, hook: Webhook, actor: User) -> Delivery:
    """A message that says nothing, so that one sees whether it arrives. Raises NotFound, PermissionDenied."""
    require(actor, Action.ADMINISTER, hook.system)
    delivery = outbox.queued(hook, "webhook.test", {"actor": actor.get_username()})
    outbox.nudge_deliveries([delivery])
    return delivery


@transaction.atomic
def delivery_resend(*, hook: Webhook, number: int, actor: User) -> Delivery:
    """Send it again, the same message under the same id. Raises NotFound, PermissionDenied."""
    require(actor, Action.ADMINISTER, hook.system)
    found = hook.deliveries.select_for_update().filter(pk=number).first()
    if found is None:
        raise NotFound("There is no such message to this webhook.")
    found.state, found.tries, found.send_after, found.ended = Delivery.State.QUEUED, 0, timezone.now(), None
    found.save(update_fields=["state", "tries", "send_after", "ended"])
    outbox.nudge_deliveries([found])
    return found
