"""Whatever is killed or restarted while exports run: each ends whole, once, or with a reason."""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from portal import valkey
from portal.processes import Child, wait_until
from tests.exporters.conftest import QUICK
from tests.exporters.drive import REVISIONS
from tests.support import postgres
from tests.support.waiting import eventually


class Plant:
    """A database, a broker and a worker of its own, each of which may be struck down."""

    def __init__(self, folder: Path) -> None:
        folder.chmod(0o711)  # PostgreSQL may run as somebody else
        self.folder, self.workers = folder, 0
        (folder / "gate").touch()  # nothing waits here
        self.socket = folder / "broker.sock"
        self.database = postgres.server(folder)
        self.broker = self._broker()
        self.worker: Child | None = None
        self.env = {
            **os.environ,
            **QUICK,
            "DATABASE_URL": self.database.address,
            "CELERY_BROKER_URL": f"redis+socket://{self.socket}?virtual_host=0",
            "PIPELINE_TEST_FOLDER": str(folder),
        }

    def _broker(self) -> Child:
        command = valkey.command(self.socket, self.folder / "broker")
        found = Child.start(
            "broker", command, log=self.folder / "broker.log", env=os.environ, cwd=self.folder
        )
        assert wait_until(lambda: valkey.answers(self.socket), seconds=20, give_up=lambda: not found.alive)
        return found

    def drive(self, what: str) -> object:
        command = [sys.executable, "-m", "tests.exporters.drive", what]
        done = subprocess.run(
            command, env=self.env, cwd=settings.ROOT, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def hire(self) -> None:
        self.workers += 1
        name = f"worker-{self.workers}"
        beat = ["--beat", "--schedule", str(self.folder / f"beat-{self.workers}")]
        command = [sys.executable, "-m", "celery", "-A", "portal", "worker", "--concurrency", "2", *beat]
        options = ["--loglevel", "INFO", "--without-gossip", "--without-mingle"]
        log = self.folder / f"{name}.log"
        self.worker = Child.start(name, [*command, *options], log=log, env=self.env, cwd=settings.ROOT)

    def kill_worker(self) -> None:
        assert self.worker
        os.killpg(self.worker.process.pid, signal.SIGKILL)
        self.worker.process.wait()
        self.hire()

    def crash_database(self) -> None:
        self.database.crash()
        self.database.serve()

    def crash_broker(self) -> None:
        os.killpg(self.broker.process.pid, signal.SIGKILL)
        self.broker.process.wait()
        time.sleep(0.5)
        self.broker = self._broker()

    def pending(self) -> int:
        with psycopg.connect(self.database.address.replace("postgres://", "postgresql://")) as connection:
            row = connection.execute(
                "SELECT count(*) FROM exporters_export WHERE target = 'many' AND state IN ('queued', 'running')"
            ).fetchone()
        return row[0] if row else 0

    def last_words(self, blows: object) -> str:
        children = (self.worker, self.broker, self.database.child)
        return "\n".join([str(blows), *(child.last_words(30) for child in children if child)])

    def stop(self) -> None:
        for child in (self.worker, self.broker):
            if child:
                child.stop()
        self.database.stop()


@pytest.fixture
def plant() -> Iterator[Plant]:
    with tempfile.TemporaryDirectory(prefix="groundplan-", ignore_cleanup_errors=True) as folder:
        found = Plant(Path(folder))
        yield found
        found.stop()


def test_whatever_is_struck_down_every_export_ends_whole_and_once(plant: Plant) -> None:
    dice = random.Random()
    plant.drive("begin")
    plant.hire()
    eventually(lambda: plant.pending() < REVISIONS, seconds=60)
    blows = [plant.kill_worker, plant.crash_database, plant.crash_broker, plant.kill_worker]
    dice.shuffle(blows)
    for blow in blows:
        time.sleep(dice.uniform(0, 1.5))
        blow()
    assert wait_until(lambda: plant.pending() == 0, seconds=90, give_up=bool), plant.last_words(blows)
    found = plant.drive("check")
    assert isinstance(found, dict)
    assert len(found["exports"]) == REVISIONS
    for export in found["exports"]:
        assert export["right"] if export["state"] == "succeeded" else export["error"], (export, blows)
    assert any(export["state"] == "succeeded" for export in found["exports"])
