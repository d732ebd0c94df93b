"""Fifty exports queued at once on two worker processes, beside one process that makes fifty in a loop; and what the
web answers meanwhile. Real workers, broker, database and web server. Nothing is asserted.
"""

import multiprocessing
import statistics
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.editor.place import place

if TYPE_CHECKING:
    from exporters.models import Export
    from topologies.models import Revision

EXPORTS, WORKERS, ROUNDS = 50, 2, 3
NODES, TARGET = 200, "terraform"
PAGES = ("", "exports/", "revisions/")
PAUSE = 0.25  # seconds between two requests


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="groundplan-bench-") as name:
        data = Path(name)
        with place((NODES,), data, workers=WORKERS) as where:
            _settled()
            visitor = Visitor(where.address, f"/bench/estate-{NODES}/")
            for number in range(ROUNDS):
                alone, undisturbed, visited = _round(visitor)
                what = f"{EXPORTS} exports ({TARGET}, {NODES} nodes), round {number + 1}"
                ways = f"one process in a loop {alone:.1f} s, {WORKERS} worker processes {undisturbed:.1f} s"
                both = f"{alone / undisturbed:.2f} x, with a visitor {visited:.1f} s: {alone / visited:.2f} x"
                print(f"{what}: {ways}: {both}", flush=True)  # noqa: T201
            print(f"the web meanwhile: {visitor.words}")  # noqa: T201


def _round(visitor: "Visitor") -> tuple[float, float, float]:
    """The loop, the workers, and the workers while somebody visits: each in turn, so that what else the machine does
    strikes all."""
    alone = _alone()
    _queued(_waiting(_revisions(2 * WORKERS)))
    undisturbed = _queued(_waiting(_revisions(EXPORTS)))
    exports = _waiting(_revisions(EXPORTS))
    with visitor.looking():
        return alone, undisturbed, _queued(exports)


def _settled() -> None:
    """What publishing queued is done."""
    from exporters.models import Export

    while any(one.pending for one in Export.objects.all()):
        time.sleep(0.5)


def _revisions(count: int) -> list[int]:
    """The first revisions of as many new topologies, which nobody was told of."""
    from topologies.models import Revision, Topology

    known = Revision.objects.get(topology__slug=f"estate-{NODES}", number=1)
    start = Topology.objects.count()
    return [_revision(known, f"estate-{start + number}-of-many") for number in range(count)]


def _revision(known: "Revision", slug: str) -> int:
    from topologies.models import Revision
    from topologies.services import topology_create

    topology = topology_create(actor=known.author, system=known.topology.system, slug=slug)
    same = {"document": known.document, "sha256": known.sha256, "author": known.author}
    return Revision.objects.create(topology=topology, number=1, **same).pk


def _waiting(revisions: list[int]) -> "list[Export]":
    """An export of each that no sweeper sends."""
    from datetime import timedelta

    from django.utils import timezone

    from exporters.models import Export
    from exporters.registry import find_target

    version = find_target(TARGET).version
    never = timezone.now() + timedelta(days=1)
    return [
        Export.objects.create(revision_id=one, target=TARGET, generator_version=version, send_after=never)
        for one in revisions
    ]


def _alone() -> float:
    """The loop, in a process that is set up as those of a worker are."""
    from django.db import connections

    exports = _waiting(_revisions(EXPORTS + 2))
    connections.close_all()
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=_looped, args=(exports, theirs))
    process.start()
    seconds: float = ours.recv()
    process.join()
    _all_made(exports)
    return seconds


def _looped(exports: "list[Export]", answer: Connection) -> None:
    """All that a worker's task does, the storing too, for one export after the other; the first two are not counted."""
    from exporters.tasks import build_export
    from portal import celery

    celery.stand_back()
    celery.settle()
    for export in exports[:-EXPORTS]:
        build_export(export.pk)
    start = time.perf_counter()
    for export in exports[-EXPORTS:]:
        build_export(export.pk)
    answer.send(time.perf_counter() - start)


def _queued(exports: "list[Export]") -> float:
    """From the first message to the last bundle."""
    from django.utils import timezone

    from exporters import services
    from exporters.models import Export

    mine = Export.objects.filter(pk__in=[one.pk for one in exports])
    start = timezone.now()
    for export in exports:
        services.send(export.pk)
    while mine.filter(state__in=("queued", "running")).exists():
        time.sleep(0.5)  # each question takes time from the workers
    _all_made(exports)
    return float((max(one.finished for one in exports if one.finished) - start).total_seconds())


def _all_made(exports: "Iterable[Export]") -> None:
    for export in exports:
        export.refresh_from_db()
        if export.state != "succeeded":
            raise RuntimeError(f"export {export.pk} {export.state}: {export.error}")


class Visitor:
    """Looks at one page after the other, signed in, while asked to."""

    def __init__(self, address: str, topology: str) -> None:
        self._pages = [f"{address}{topology}{page}" for page in PAGES]
        self._cookie = _signed_in()
        self._seconds: list[float] = []
        for page in self._pages * 6:  # before anybody counts: each web process has seen each page
            self._look(page)
        self._seconds.clear()

    @contextmanager
    def looking(self) -> Iterator[None]:
        over = threading.Event()
        thread = threading.Thread(target=self._look_around, args=(over,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _look_around(self, over: threading.Event) -> None:
        while not over.is_set():
            for page in self._pages:
                self._look(page)
                over.wait(PAUSE)

    def _look(self, page: str) -> None:
        request = urllib.request.Request(page, headers={"Cookie": self._cookie})  # noqa: S310 - our own server
        start = time.perf_counter()
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            answer.read()
        self._seconds.append(time.perf_counter() - start)

    @property
    def words(self) -> str:
        cut = statistics.quantiles(self._seconds, n=20)
        return (
            f"{len(self._seconds)} requests, median {statistics.median(self._seconds) * 1000:.0f} ms, "
            f"p95 {cut[18] * 1000:.0f} ms, slowest {max(self._seconds) * 1000:.0f} ms"
        )


def _signed_in() -> str:
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client()
    client.force_login(User.objects.get(username="architect"))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


main()
