"""`manage.py up` as a person meets it: started, looked at, stopped, killed."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
import redis
from django.conf import settings

from portal import valkey
from portal.processes import Child
from tests.support.waiting import eventually

PROGRAMS = {"valkey-server", "celery", "gunicorn"}


class Portal:
    """One run of `up`, knowing of the environment only `variables`."""

    def __init__(self, **variables: str) -> None:
        keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.port = variables["PORT"]
        self.output = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the run
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up"],
            env=keep | variables,
            cwd=settings.ROOT,
            stdout=self.output,
            stderr=self.output,
        )

    def said(self) -> str:
        return os.pread(self.output.fileno(), 100_000, 0).decode()

    def wait(self) -> "Portal":
        eventually(lambda: "Groundplan is at" in self.said() or self.process.poll() is not None, seconds=90)
        assert self.process.poll() is None, self.said()
        return self

    def get(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    def parts(self) -> list[psutil.Process]:
        """Every process that `up` started, and those that these started."""
        return psutil.Process(self.process.pid).children(recursive=True)


def living(parts: list[psutil.Process]) -> list[psutil.Process]:
    return [part for part in parts if part.is_running() and part.status() != psutil.STATUS_ZOMBIE]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def start(data: Path) -> Iterator[Callable[..., Portal]]:
    """Starts portals, by default on `data` and a free port; none is left when the test ends."""
    started: list[Portal] = []

    def start(**more: str) -> Portal:
        port = more.pop("PORT", None) or str(free_port())
        started.append(Portal(**{"GROUNDPLAN_DATA": str(data), "PORT": port, **more}))
        return started[-1]

    yield start
    for portal in started:
        if portal.process.poll() is None:
            portal.process.kill()  # and its parts with it, as a test below proves
            portal.process.wait()


@dataclass(frozen=True)
class Stock:
    """What a first start leaves behind: a database with people and examples; and what it said."""

    data: Path
    said: str


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    data = tmp_path_factory.mktemp("stocked") / "data"
    first = Portal(GROUNDPLAN_DATA=str(data), PORT=str(free_port())).wait()
    first.process.send_signal(signal.SIGINT)
    assert first.process.wait(30) == 0
    return Stock(data, first.said())


@pytest.fixture
def portal(start: Callable[..., Portal], stock: Stock, data: Path) -> Portal:
    """A portal on a copy of that, which is quicker than a first start."""
    shutil.copytree(stock.data, data, ignore=shutil.ignore_patterns("*.sock", "*.lock"))
    return start().wait()


def test_it_answers_runs_every_part_and_stops_cleanly(portal):
    assert portal.get("/healthz") == 200
    parts = portal.parts()
    lines = [" ".join(part.cmdline()) for part in parts]
    assert {name for name in PROGRAMS if any(name in line for line in lines)} == PROGRAMS
    portal.process.send_signal(signal.SIGINT)
    assert portal.process.wait(30) == 0
    assert portal.said().endswith("Stopped.\n")
    assert living(parts) == []


def test_demo_passwords_are_random_and_told_once(stock, portal):
    told = dict(re.findall(r"^  (\w+) +(\S+)$", stock.said, re.MULTILINE))
    assert list(told) == ["architect", "reviewer", "viewer", "administrator"]
    assert len(set(told.values())) == 4
    portal.process.send_signal(signal.SIGTERM)
    assert portal.process.wait(30) == 0
    assert not re.findall(r"^  (\w+) +(\S+)$", portal.said(), re.MULTILINE)


def test_nothing_outlives_a_kill(portal):
    parts = portal.parts()
    assert len(parts) > 5
    portal.process.kill()
    portal.process.wait()
    assert eventually(lambda: not living(parts), seconds=10)


@pytest.mark.parametrize(
    ("program", "name"), [("valkey-server", "broker"), ("celery -A portal beat", "beat")]
)
def test_one_dead_part_stops_all_and_is_named(portal, data, program, name):
    parts = portal.parts()
    next(part for part in parts if program in " ".join(part.cmdline())).kill()
    assert portal.process.wait(40) == 1
    assert f"{name} ended with code -9" in portal.said()
    assert f"{data}/logs/{name}.log" in portal.said()
    assert living(parts) == []


def test_a_second_start_on_the_same_data_is_refused(portal, start):
    second = start()
    assert second.process.wait(30) == 1
    assert "already runs" in second.said()
    assert portal.get("/healthz") == 200


def test_a_taken_port_is_named_with_the_way_out(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        portal = start(PORT=str(port))
        assert portal.process.wait(30) == 1
    assert f"Port {port} is taken" in portal.said()
    assert "PORT=" in portal.said()
    assert "Traceback" not in portal.said()


@pytest.mark.parametrize("port", ["http", "0", "65536"])
def test_a_port_that_is_none_is_refused(start, port):
    portal = start(PORT=port)
    assert portal.process.wait(30) == 1
    assert f"PORT is '{port}'" in portal.said()


def test_a_folder_too_deep_for_a_socket_is_told(start, tmp_path):
    portal = start(GROUNDPLAN_DATA=str(tmp_path / ("d" * 120)))
    assert portal.process.wait(30) == 1
    assert "GROUNDPLAN_DATA" in portal.said()


def test_a_chosen_password_opens_the_demo_users(start, data):
    portal = start(GROUNDPLAN_DEMO_PASSWORD="correct horse battery").wait()
    portal.process.send_signal(signal.SIGINT)
    assert portal.process.wait(30) == 0
    assert "correct horse" not in portal.said()
    check = (
        "from django.contrib.auth.models import User;"
        "print([u.username for u in User.objects.all() if not u.check_password('correct horse battery')])"
    )
    keep = {"PATH": os.environ["PATH"], "GROUNDPLAN_DATA": str(data)}
    shell = [sys.executable, "manage.py", "shell", "-v0", "-c", check]
    assert subprocess.check_output(shell, env=keep, cwd=settings.ROOT, text=True).strip() == "[]"


def test_what_is_queued_outlives_a_killed_broker(tmp_path):
    socket_path = tmp_path / "v.sock"

    def start() -> Child:
        command = valkey.command(socket_path, tmp_path / "kept")
        child = Child.start("valkey", command, log=tmp_path / "log", env=os.environ, cwd=tmp_path)
        eventually(lambda: valkey.answers(socket_path))
        return child

    with redis.Redis(unix_socket_path=str(socket_path)) as client:
        first = start()
        client.lpush("celery", "a task")
        first.process.kill()
        first.process.wait()
        second = start()
        assert client.lrange("celery", 0, -1) == [b"a task"]
        second.stop()
