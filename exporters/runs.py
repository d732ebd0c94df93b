"""One worker's run of an export. Every step is bound to the claim on the row: once another worker has taken over,
or somebody cancelled, nothing that this run does counts any more."""

import logging
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from exporters import verifying
from exporters.bundles import Manifest, Origin, Verdict, manifest_of
from exporters.keeping import kept
from exporters.models import BundleFile, Export
from exporters.output import Output
from exporters.registry import find_target, targets
from topologies import documents
from topologies.models import Revision

log = logging.getLogger(__name__)
State = Export.State
TELL_SECONDS = 0.2  # between two words on the progress of storing


class LostError(Exception):
    """The row is no longer this run's."""


class RefusedError(Exception):
    """The generator did not make a bundle, and would not the next time; the message says why."""


@dataclass
class Run:
    """The claim of one worker on one export."""

    export_id: int
    claim: int
    _stop: threading.Event = field(default_factory=threading.Event)

    def update(self, **values: Any) -> None:
        """Change the row while it is this run's.

        Raises:
            LostError: it is not.
        """
        mine = Export.objects.filter(pk=self.export_id, claims=self.claim, state=State.RUNNING)
        if not mine.update(heartbeat=timezone.now(), **values):
            raise LostError(f"export {self.export_id}, claim {self.claim}")

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Signs of life while a generator computes, from a thread of its own."""
        thread = threading.Thread(target=self._beat, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def _beat(self) -> None:
        try:
            while not self._stop.wait(settings.EXPORT_HEARTBEAT_SECONDS):
                self._sign_of_life()
        finally:
            connection.close()

    def _sign_of_life(self) -> None:
        try:
            self.update()
        except LostError:
            self._stop.set()
        except DatabaseError:
            log.warning("export %s: no sign of life was possible", self.export_id, exc_info=True)


def claim(export_id: int) -> Run | None:
    """Take a queued export, or one whose worker is gone; None when there is nothing to take."""
    now = timezone.now()
    free = Q(state=State.QUEUED) | Q(state=State.RUNNING, heartbeat__lt=lost_before())
    with transaction.atomic():
        taken = Export.objects.filter(free, pk=export_id, attempts__lt=settings.EXPORT_ATTEMPTS).update(
            state=State.RUNNING,
            claims=F("claims") + 1,
            attempts=F("attempts") + 1,
            done=0,
            total=0,
            heartbeat=now,
            started=now,
        )
        number = Export.objects.values_list("claims", flat=True).filter(pk=export_id).first()
    return Run(export_id, number) if taken and number else None


def lost_before() -> datetime:
    """A worker whose last sign of life is older than this is gone."""
    return timezone.now() - timedelta(seconds=settings.EXPORT_LOST_SECONDS)


def execute(run: Run) -> None:
    """Carry the run to its end: succeeded, failed with a reason, or back in the queue for a later try."""
    try:
        with run.beating():
            perform(run)
    except LostError as lost:
        log.info("%s is no longer this worker's", lost)
    except RefusedError as refused:
        _settle(run, state=State.FAILED, error=str(refused), finished=timezone.now())
    except Exception as error:
        log.warning("export %s is put off", run.export_id, exc_info=True)
        _let_go()
        _put_off(run, f"{type(error).__name__}: {error}")


def _let_go() -> None:
    """The time limit strikes anywhere, and a session that is left in the midst of a query takes no other."""
    if not connection.in_atomic_block:
        connection.close()


def _settle(run: Run, **values: Any) -> None:
    try:
        run.update(**values)
    except LostError as lost:
        log.info("%s is no longer this worker's", lost)


def _put_off(run: Run, reason: str) -> None:
    attempts = Export.objects.values_list("attempts", flat=True).get(pk=run.export_id)
    if attempts >= settings.EXPORT_ATTEMPTS:
        reason = f"gave up after {attempts} attempts; the last one ended with {reason}"
        _settle(run, state=State.FAILED, error=reason, finished=timezone.now())
        return
    wait = timedelta(seconds=settings.EXPORT_BACK_OFF_SECONDS * 2**attempts)
    _settle(run, state=State.QUEUED, error=reason, send_after=timezone.now() + wait)


def perform(run: Run) -> None:
    """Generate, store each file, then let the bundle appear whole.

    Raises:
        LostError: the export was cancelled, or another worker has it now.
        RefusedError: the generator makes no bundle of this revision.
        Exception: whatever database and storage raised.
    """
    export = Export.objects.select_related("revision__topology__system", "revision__author").get(
        pk=run.export_id
    )
    output = _generated(export, _before(export))
    if settings.EXPORT_VERIFIERS:
        run.update(total=len(output.files))  # to judge them takes its time, and may be in vain
    verdict = _verified(export, output)
    stored = _store(run, output.files)
    _finish(run, export, manifest_of(_origin(export), output, verdict), stored)


def _store(run: Run, files: Mapping[str, bytes]) -> dict[str, str]:
    """Path -> name in the storage. Whoever watches is told of the progress, but not of each file."""
    stored: dict[str, str] = {}
    told = time.monotonic()
    for lot in kept(files):
        stored |= lot
        if time.monotonic() - told >= TELL_SECONDS:
            run.update(done=len(stored), total=len(files))
            told = time.monotonic()
    return stored


def _generated(export: Export, before: Mapping[str, bytes] | None) -> Output:
    try:
        target = find_target(export.target)
        if target.version != export.generator_version:
            raise RefusedError(f"the generator is at version {target.version} now; ask again")
        return target.generate(documents.loads(export.revision.document), before)
    except RefusedError:
        raise
    except SoftTimeLimitExceeded:
        raise RefusedError("the generator took too long") from None
    except Exception as error:
        log.exception("export %s: %s failed", export.pk, export.target)
        raise RefusedError(f"{type(error).__name__}: {error}") from error


def _before(export: Export) -> Mapping[str, bytes] | None:
    """The files of the bundle before this one, for a target that follows it: as kept, then as made now, one after the
    other, of revisions whose bundles are still to come."""
    target = targets().get(export.target)
    if target is None or target.follow is None:
        return None
    newest = _bundle_before(export)
    files = {file.path: file.read() for file in newest.files.all()} if newest else None
    for revision in _revisions_between(export, newest.revision.number if newest else 0):
        graph = documents.loads(revision.document)
        if target.supports(graph) is None:
            files = dict(target.generate(graph, files).files)
    return files


def _bundle_before(export: Export) -> Export | None:
    """The newest one of an older revision, or of an older generator."""
    revision = export.revision
    older = Q(revision__number__lt=revision.number)
    same = Q(revision__number=revision.number, generator_version__lt=export.generator_version)
    kept = Export.objects.filter(older | same, target=export.target, state=State.SUCCEEDED)
    kept = kept.filter(revision__topology_id=revision.topology_id).select_related("revision")
    return kept.order_by("-revision__number", "-generator_version").first()


def _revisions_between(export: Export, number: int) -> Iterable[Revision]:
    """Of the revisions after that number and before this one: those whose bundle is under way, and the last."""
    older = Revision.objects.filter(topology_id=export.revision.topology_id, number__gt=number)
    older = older.filter(number__lt=export.revision.number)
    pending = Export.objects.filter(target=export.target, state__in=(State.QUEUED, State.RUNNING))
    last = older.order_by("-number").values("pk")[:1]
    return older.filter(Q(pk__in=pending.values("revision")) | Q(pk__in=last)).order_by("number")


def _verified(export: Export, output: Output) -> Verdict:
    """What the program that reads such files says of them.

    Raises:
        RefusedError: it refuses them.
    """
    by = find_target(export.target).judged_by
    try:
        refusals = verifying.refusals(export.target, output.files)
    except verifying.NotHereError as why:
        return Verdict(by, "not run", str(why))
    if refusals:
        raise RefusedError(f"{by} refuses the files: {refusals[0]}")
    return Verdict(by, "accepted")


def _finish(run: Run, export: Export, manifest: Manifest, stored: Mapping[str, str]) -> None:
    rows = [
        BundleFile(export=export, path=path, blob=stored[path], **facts)
        for path, facts in manifest["files"].items()
    ]
    end = {"done": len(rows), "total": len(rows), "manifest": manifest, "finished": timezone.now()}
    with transaction.atomic():
        run.update(state=State.SUCCEEDED, error="", **end)
        BundleFile.objects.bulk_create(rows)


def _origin(export: Export) -> Origin:
    revision = export.revision
    return Origin(
        system=revision.topology.system.slug,
        topology=revision.topology.slug,
        revision=revision.number,
        revision_sha256=revision.sha256,
        published_by=revision.author.get_username(),
        approved_by=revision.approvers(),
        target=export.target,
        version=export.generator_version,
    )
