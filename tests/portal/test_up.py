"""`manage.py up` as a person meets it: started, looked at, stopped, killed."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
import redis
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import User
from django.core.management import call_command

from portal import valkey
from portal.processes import Child
from tests.support.waiting import eventually

PROGRAMS = {"valkey-server", "celery", "gunicorn"}
DEMO_USERS = {"architect", "reviewer", "viewer", "administrator"}
CHOSEN = "correct horse battery"


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
class First:
    """A first start: what it said and showed while it ran, and what was left of it. Its data are a database with people
    and examples."""

    data: Path
    said: str
    health: int
    programs: frozenset[str]
    second: tuple[int, str]
    code: int
    left: list[psutil.Process]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> First:
    data = tmp_path_factory.mktemp("stocked") / "data"
    portal = Portal(GROUNDPLAN_DATA=str(data), PORT=str(free_port())).wait()
    second = Portal(GROUNDPLAN_DATA=str(data), PORT=str(free_port()))
    refused = second.process.wait(60), second.said()
    health, parts = portal.get("/healthz"), portal.parts()
    lines = [" ".join(part.cmdline()) for part in parts]
    programs = frozenset(name for name in PROGRAMS if any(name in line for line in lines))
    portal.process.send_signal(signal.SIGINT)
    code = portal.process.wait(60)
    return First(data, portal.said(), health, programs, refused, code, living(parts))


@pytest.fixture
def known(first: First, data: Path) -> Path:
    """A copy of what a first start left, which is quicker to start on."""
    shutil.copytree(first.data, data, ignore=shutil.ignore_patterns("*.sock", "*.lock"))
    return data


@pytest.fixture
def portal(start: Callable[..., Portal], known: Path) -> Portal:
    return start().wait()


def test_it_answers_runs_every_part_and_stops_cleanly(first):
    assert first.health == 200
    assert first.programs == PROGRAMS
    assert first.code == 0
    assert first.said.endswith("Stopped.\n")
    assert first.left == []


def test_a_second_start_on_the_same_data_is_refused(first):
    code, said = first.second
    assert code == 1
    assert "already runs" in said


def test_demo_passwords_are_random_and_told_once(first, portal):
    told = dict(re.findall(r"^  (\w+) +(\S+)$", first.said, re.MULTILINE))
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


def test_a_chosen_password_opens_the_demo_users(start, known):
    portal = start(GROUNDPLAN_DEMO_PASSWORD=CHOSEN).wait()
    portal.process.send_signal(signal.SIGINT)
    assert portal.process.wait(30) == 0
    assert CHOSEN not in portal.said()
    with closing(sqlite3.connect(known / "groundplan.sqlite3")) as database:
        people = dict(database.execute("SELECT username, password FROM auth_user"))
    assert people.keys() == DEMO_USERS
    assert all(check_password(CHOSEN, kept) for kept in people.values())


@pytest.mark.django_db
def test_a_chosen_password_is_that_of_new_demo_users(monkeypatch, capsys):
    monkeypatch.setenv("GROUNDPLAN_DEMO_PASSWORD", CHOSEN)
    call_command("demo_users")
    assert CHOSEN not in capsys.readouterr().out
    people = User.objects.all()
    assert {user.username for user in people} == DEMO_USERS
    assert all(user.check_password(CHOSEN) for user in people)


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
