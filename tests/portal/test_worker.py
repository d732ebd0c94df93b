"""What a killed worker had taken is done by another."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
import redis
from django.conf import settings
from kombu import Connection

from portal import valkey
from portal.processes import Child
from portal.tasks import heartbeat
from tests.support.waiting import eventually

BROKER, CACHE = 0, 1


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Path]:
    """The socket of a Valkey that no other test uses."""
    path = tmp_path / "v.sock"
    command = valkey.command(path, tmp_path / "kept")
    server = Child.start("valkey", command, log=tmp_path / "v.log", env=os.environ, cwd=tmp_path)
    eventually(lambda: valkey.answers(path))
    yield path
    server.stop()


@pytest.fixture
def start_worker(store: Path, tmp_path: Path) -> Iterator[Callable[[str], Child]]:
    started: list[Child] = []
    addresses = {
        "CELERY_BROKER_URL": f"redis+socket://{store}?virtual_host={BROKER}",
        "CACHE_URL": f"unix://{store}?db={CACHE}",
        "TASK_SECONDS": "2",
    }

    def start(name: str) -> Child:
        command = [sys.executable, "-m", "celery", "-A", "portal", "worker", "--concurrency", "1", "-n", name]
        log = tmp_path / f"{name}.log"
        env = {**os.environ, **addresses}
        child = Child.start(name, [*command, "--loglevel", "INFO"], log=log, env=env, cwd=settings.ROOT)
        started.append(child)
        eventually(lambda: " ready." in log.read_text(), seconds=60)
        return child

    yield start
    for child in started:
        child.stop()


def test_a_task_outlives_the_worker_that_took_it(store, start_worker):
    broker = redis.Redis(unix_socket_path=str(store), db=BROKER)
    cache = redis.Redis(unix_socket_path=str(store), db=CACHE)
    first = start_worker("first")
    [hands] = psutil.Process(first.process.pid).children()
    hands.suspend()  # so it takes the task and can not finish it
    with Connection(f"redis+socket://{store}?virtual_host={BROKER}") as connection:
        heartbeat.apply_async(connection=connection, expires=None)
    assert eventually(lambda: broker.hlen("unacked") == 1)
    first.process.kill()
    first.process.wait()
    assert cache.dbsize() == 0
    start_worker("second")
    assert eventually(lambda: cache.dbsize() == 1, seconds=60)
    assert eventually(lambda: broker.hlen("unacked") == 0)
