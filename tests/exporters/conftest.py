"""A revision to export, and workers that a test may kill."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.contrib.auth.models import User

from exporters import services
from exporters.models import Export
from portal.processes import Child
from tests.conftest import database_address
from tests.exporters import slow_targets
from tests.support import valkey
from tests.support.plugin import PROCESS
from tests.support.waiting import eventually
from topologies import documents
from topologies.models import Membership, Revision, Role, System, Topology

APART = 8  # from the broker that the rest of a test process uses
QUICK = {
    "EXPORT_EXTRA_TARGETS": slow_targets.__name__,
    "EXPORT_HEARTBEAT_SECONDS": "0.3",
    "EXPORT_LOST_SECONDS": "2",
    "EXPORT_SWEEP_SECONDS": "0.5",
    "EXPORT_RESEND_SECONDS": "1",
    "EXPORT_BACK_OFF_SECONDS": "0.2",
}
DOCUMENT = {
    "format": 1,
    "topology": {"system": slow_targets.SYSTEM, "slug": "live"},
    "zones": {"box": {"kind": "local-machine"}},
}


@pytest.fixture
def architect(db: None) -> User:
    return User.objects.create(username="ada")


@pytest.fixture
def revision(architect: User) -> Revision:
    """Revision 1 of a topology with one machine."""
    system = System.objects.create(slug=slow_targets.SYSTEM, label="Pipeline")
    Membership.objects.create(user=architect, system=system, role=Role.ARCHITECT)
    topology = Topology.objects.create(system=system, slug="live")
    document = documents.dump(documents.parse(DOCUMENT))
    return Revision.objects.create(
        topology=topology,
        number=1,
        document=documents.encode(document).decode(),
        sha256=documents.digest(document),
        author=architect,
    )


def request(revision: Revision, actor: User, target: str) -> Export:
    return services.export_request(revision=revision, target=target, actor=actor)


def reached(export: Export, *states: str) -> bool:
    export.refresh_from_db()
    return export.state in states


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The exports that workers were told of; no worker hears it."""
    found: list[int] = []
    monkeypatch.setattr(services, "send", found.append)
    return found


@dataclass
class Workshop:
    """Real workers with a broker and a beat of their own, and the gate of the slow targets."""

    folder: Path
    env: dict[str, str]
    workers: list[Child] = field(default_factory=list)

    def start(self) -> Child:
        """A worker that takes one task at a time, with the beat that sends the sweeper."""
        number = len(self.workers)
        log = self.folder / f"worker-{number}.log"
        command = [sys.executable, "-m", "celery", "-A", "portal", "worker", "--concurrency", "1", "--beat"]
        options = [
            "--loglevel",
            "INFO",
            "--schedule",
            str(self.folder / f"beat-{number}"),
            "--without-gossip",
            "--without-mingle",
        ]
        child = Child.start(
            f"worker {number}", [*command, *options], log=log, env=self.env, cwd=settings.ROOT
        )
        self.workers.append(child)
        eventually(lambda: " ready." in log.read_text() or not child.alive, seconds=60)
        assert child.alive, child.last_words()
        return child

    def kill(self, child: Child) -> None:
        """Kill -9, the worker and the processes of its pool at once."""
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()

    def began(self) -> list[int]:
        """The processes in which the gated target began."""
        return [int(path.name.removeprefix("began-")) for path in self.folder.glob("began-*")]

    def open_gate(self) -> None:
        (self.folder / "gate").touch()

    def close_gate(self) -> None:
        """As if nothing had begun."""
        for path in (self.folder / "gate", *self.folder.glob("began-*")):
            path.unlink(missing_ok=True)

    def wait(self, ask: Callable[[], object], seconds: float = 40) -> None:
        """Until `ask` is true; what the last worker said where it never is."""
        try:
            eventually(ask, seconds=seconds)
        except AssertionError:
            raise AssertionError("\n".join(worker.last_words(40) for worker in self.workers)) from None


@contextmanager
def opened(folder: Path) -> Iterator[Workshop]:
    """No worker yet, and an empty queue that nobody else uses."""
    broker = valkey.addresses(APART + PROCESS)["CELERY_BROKER_URL"]
    with pytest.MonkeyPatch.context() as patch:
        for name in ("broker_url", "broker_read_url", "broker_write_url"):
            patch.setitem(current_app.conf, name, broker)
        _forget_connections()
        current_app.control.purge()
        env = {**os.environ, **QUICK, "DATABASE_URL": database_address(), "CELERY_BROKER_URL": broker}
        found = Workshop(folder, {**env, "PIPELINE_TEST_FOLDER": str(folder)})
        yield found
        for worker in found.workers:
            if worker.alive:
                found.kill(worker)  # nothing is left to do, and to end in good order takes seconds
    _forget_connections()


@pytest.fixture
def workshop(transactional_db: None, tmp_path: Path) -> Iterator[Workshop]:
    """No worker yet, and an empty queue."""
    with opened(tmp_path) as found:
        yield found


@pytest.fixture(scope="module")
def _staffed(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    with opened(tmp_path_factory.mktemp("workshop")) as found:
        found.start()
        yield found


@pytest.fixture
def staffed(transactional_db: None, _staffed: Workshop) -> Workshop:
    """A worker that does one export after the other for all tests of a file, and a closed gate."""
    _staffed.close_gate()
    return _staffed


def _forget_connections() -> None:
    """The next message goes to the broker that the configuration names now."""
    current_app._pool = None
    current_app.amqp._producer_pool = None
