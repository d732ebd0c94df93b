"""Fifty exports queued at once on two worker processes, beside one process that makes fifty in a loop; and what the
web answers meanwhile. Real workers, broker, database and web server. Nothing is asserted.
"""

import statistics
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.editor.place import place

if TYPE_CHECKING:
    from exporters.models import Export
    from topologies.models import Revision

EXPORTS, WORKERS = 50, 2
NODES, TARGET = 200, "terraform"
PAGES = ("", "exports/", "revisions/")
PAUSE = 0.25  # seconds between two requests


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="groundplan-bench-") as name:
        data = Path(name)
        with place((NODES,), data, workers=WORKERS) as where:
            _settled()
            alone = _looped(_waiting(_revisions(EXPORTS)))
            asked = Visitor(where.address, f"/bench/estate-{NODES}/")
            together = _queued(_waiting(_revisions(EXPORTS)), asked)
            what = f"{EXPORTS} exports ({TARGET}, {NODES} nodes)"
            ways = f"one process in a loop {alone:.1f} s, {WORKERS} worker processes {together:.1f} s"
            print(f"{what}: {ways}, throughput {alone / together:.2f} x")  # noqa: T201
            print(f"the web meanwhile: {asked.words}")  # noqa: T201


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


def _looped(exports: "list[Export]") -> float:
    from exporters import runs

    start = time.perf_counter()
    for export in exports:
        if run := runs.claim(export.pk):
            runs.execute(run)
    seconds = time.perf_counter() - start
    _all_made(exports)
    return seconds


def _queued(exports: "list[Export]", visitor: "Visitor") -> float:
    """From the first message to the last bundle."""
    from exporters import services
    from exporters.models import Export

    mine = Export.objects.filter(pk__in=[one.pk for one in exports])
    visitor.start()
    start = time.perf_counter()
    for export in exports:
        services.send(export.pk)
    while mine.filter(state__in=("queued", "running")).exists():
        time.sleep(0.1)
    seconds = time.perf_counter() - start
    visitor.stop()
    _all_made(exports)
    return seconds


def _all_made(exports: "Iterable[Export]") -> None:
    for export in exports:
        export.refresh_from_db()
        if export.state != "succeeded":
            raise RuntimeError(f"export {export.pk} {export.state}: {export.error}")


class Visitor(threading.Thread):
    """Looks at one page after the other, signed in, until told to stop."""

    def __init__(self, address: str, topology: str) -> None:
        super().__init__(daemon=True)
        self._pages = [f"{address}{topology}{page}" for page in PAGES]
        self._cookie = _signed_in()
        self._over = threading.Event()
        self._seconds: list[float] = []
        for page in self._pages * 6:  # before anybody counts: each web process has seen each page
            self._look(page)
        self._seconds.clear()

    def run(self) -> None:
        while not self._over.is_set():
            for page in self._pages:
                self._look(page)
                self._over.wait(PAUSE)

    def _look(self, page: str) -> None:
        request = urllib.request.Request(page, headers={"Cookie": self._cookie})  # noqa: S310 - our own server
        start = time.perf_counter()
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            answer.read()
        self._seconds.append(time.perf_counter() - start)

    def stop(self) -> None:
        self._over.set()
        self.join()

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
