"""The writers of exports. A request is a row first; the message to a worker follows when the row is committed."""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from celery import current_app
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from exporters.models import BundleFile, Export
from exporters.orphans import KEPT, orphans
from exporters.registry import Target, UnsupportedError, find_target, targets_for
from exporters.runs import lost_before
from exporters.storage import BUNDLES, bundle_storage, delete_old, stored_in
from topologies import documents
from topologies.graph import Graph
from topologies.models import Revision
from topologies.services import audit
from topologies.services.permissions import Action, require

log = logging.getLogger(__name__)
State = Export.State

BUILD = "exporters.build_export"  # sent by name: tasks stand above services
_LONGEST_WAIT_SECONDS = 900


def export_request(*, revision: Revision, target: str, actor: User) -> Export:
    """The export of this revision by this target, queued unless there is one already.

    Raises:
        NotFound, PermissionDenied: the actor may not ask for exports in this system.
        ValueError: there is no such target.
        UnsupportedError: the target makes no sense for the topology.
    """
    require(actor, Action.EXPORT, revision.topology.system)
    found = find_target(target)
    if reason := found.supports(documents.loads(revision.document)):
        raise UnsupportedError(f"{found.label}: {reason}")
    return _queue(revision, found, actor)


def export_retry(*, export: Export, actor: User) -> Export:
    """Ask again for what failed or was cancelled; with a newer generator that is a new export."""
    return export_request(revision=export.revision, target=export.target, actor=actor)


@transaction.atomic
def export_cancel(*, export: Export, actor: User) -> Export:
    """Stop an export that is queued or running; one that has ended stays as it is.

    Raises:
        NotFound, PermissionDenied: the actor may not ask for exports in this system.
    """
    require(actor, Action.EXPORT, export.revision.topology.system)
    pending = Export.objects.filter(pk=export.pk, state__in=(State.QUEUED, State.RUNNING))
    if pending.update(state=State.CANCELLED, finished=timezone.now()):
        _note(export, actor, "cancel export")
    export.refresh_from_db()
    return export


def exports_start(*, revision: Revision, graph: Graph, actor: User | None = None) -> list[Export]:
    """Queue every target that makes sense for a revision, whose graph this is."""
    return [_queue(revision, target, actor) for target in targets_for(graph)]


def start_published(*, revision: Revision, graph: Graph, **signal: Any) -> None:
    """Hear that a revision is published."""
    exports_start(revision=revision, graph=graph)


@transaction.atomic
def _queue(revision: Revision, target: Target, actor: User | None) -> Export:
    fresh = {"requested_by": actor, "send_after": _next_message(0), "sent": 1}
    export, made = Export.objects.get_or_create(
        revision=revision, target=target.slug, generator_version=target.version, defaults=fresh
    )
    ended = Export.objects.filter(pk=export.pk, state__in=(State.FAILED, State.CANCELLED))
    again = {"state": State.QUEUED, "attempts": 0, "done": 0, "total": 0, "error": "", "finished": None}
    if made or ended.update(**fresh, **again):
        export.refresh_from_db()
        _note(export, actor, "request export")
        transaction.on_commit(partial(send, export.pk))
    return export


def _note(export: Export, actor: User | None, action: str) -> None:
    if actor is not None:
        topology = export.revision.topology
        details: dict[str, Any] = {"target": export.target, "revision": export.revision.number}
        audit.record(actor=actor, action=action, system=topology.system, topology=topology.slug, **details)


def send(export_id: int) -> None:
    """Nudge a worker. Where the broker does not answer, the sweeper will."""
    try:
        current_app.send_task(BUILD, args=[export_id], retry=False)
    except (BrokerError, OSError):
        log.warning("export %s is queued; the broker could not be told", export_id, exc_info=True)


def sweep() -> int:
    """Recover what a crash or a broker lost: how many messages were sent.

    A running export without a sign of life goes back to the queue, or fails when too many workers were lost with
    it. A queued one whose message is overdue gets another; a second message for the same export does no harm.
    """
    now = timezone.now()
    lost = Export.objects.filter(state=State.RUNNING, heartbeat__lt=lost_before())
    reason = f"gave up: {settings.EXPORT_ATTEMPTS} workers were lost while they had it"
    hopeless = lost.filter(attempts__gte=settings.EXPORT_ATTEMPTS)
    hopeless.update(state=State.FAILED, error=reason, finished=now)
    lost.update(state=State.QUEUED, send_after=now)
    due = Export.objects.filter(state=State.QUEUED, send_after__lte=now).order_by("send_after", "pk")
    return sum(_send_again(*row) for row in due.values_list("pk", "sent"))


def blobs_sweep() -> int:
    """Delete what exports stored and no bundle came to name; while any is under way, nothing. How many went."""
    if Export.objects.filter(state__in=(State.QUEUED, State.RUNNING)).exists():
        return 0
    storage, named = bundle_storage(), set(BundleFile.objects.values_list("blob", flat=True))
    now = timezone.now()
    return delete_old(storage, orphans(stored_in(storage, BUNDLES), named, now), now - KEPT)


def _send_again(export_id: int, sent: int) -> bool:
    """Of several sweepers, the one that notes the message sends it."""
    unsent = Export.objects.filter(pk=export_id, state=State.QUEUED, sent=sent)
    if not unsent.update(sent=F("sent") + 1, send_after=_next_message(sent)):
        return False
    send(export_id)
    return True


def _next_message(sent: int) -> datetime:
    """When the next message is due after `sent` of them: a long queue is not a lost message."""
    seconds = min(settings.EXPORT_RESEND_SECONDS * 2 ** min(sent, 10), _LONGEST_WAIT_SECONDS)
    return timezone.now() + timedelta(seconds=seconds)
