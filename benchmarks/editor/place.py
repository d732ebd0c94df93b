"""A portal of its own to measure: PostgreSQL, cache, worker and web server, with drafts of made-up estates."""

import os
import secrets
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PASSWORD = secrets.token_urlsafe(12)
WEB = ["--workers", "2", "--threads", "32", "--no-control-socket", "--preload"]  # as `make run` serves


@dataclass(frozen=True)
class Place:
    """Where the portal answers, and the page of the draft for each number of nodes."""

    address: str
    drafts: dict[int, str]


@contextmanager
def place(sizes: tuple[int, ...], data: Path, workers: int = 1) -> Iterator[Place]:
    """Everything lives in `data` and in processes that end with this one."""
    from tests.support import postgres, valkey

    data.chmod(0o711)  # PostgreSQL may run as somebody else

    os.environ.update(
        GROUNDPLAN_MODE="development", GROUNDPLAN_DATA=str(data), SECRET_KEY=secrets.token_urlsafe(48)
    )
    os.environ.update(API_RATE="1000000/min", HASHED_STATIC_FILES="true", STATIC_ROOT=str(data / "static"))
    valkey.start(data)
    os.environ.update(valkey.addresses(0), DATABASE_URL=postgres.start(data))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    drafts = _drafts(sizes)
    with _served(data, workers) as address:
        yield Place(address, drafts)


def _drafts(sizes: tuple[int, ...]) -> dict[int, str]:
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connections

    from benchmarks.estate import estate
    from tests.cast import unannounced
    from topologies.documents import parse
    from topologies.services import draft_open, revision_create, system_create, topology_create

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    architect = User.objects.create_superuser("architect", password=PASSWORD)
    system = system_create(actor=architect, slug="bench", label="Bench", summary="Figures.")
    found = {}
    for size in sizes:
        topology = topology_create(actor=architect, system=system, slug=f"estate-{size}")
        with unannounced():  # generating files for thousands of nodes would be measured along
            revision_create(topology=topology, graph=parse(estate(size)), author=architect)
        draft = draft_open(topology=topology, actor=architect)
        found[size] = f"/bench/estate-{size}/drafts/{draft.pk}/"
    connections.close_all()
    return found


@contextmanager
def _served(data: Path, workers: int) -> Iterator[str]:
    from django.conf import settings

    from portal.processes import Child, wait_until

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    celery = [sys.executable, "-m", "celery", "-A", "portal", "worker", "--concurrency", str(workers)]
    gunicorn = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", address, *WEB]
    commands = {"worker": celery, "web": gunicorn}
    children = [
        Child.start(name, command, log=data / f"{name}.log", env=os.environ, cwd=settings.ROOT)
        for name, command in commands.items()
    ]
    try:
        if not wait_until(lambda: _answers(address), seconds=60, give_up=lambda: not children[1].alive):
            raise RuntimeError(f"The portal did not start:\n{children[1].last_words()}")
        rested()  # a worker that still judges what was just drawn would be measured along
        yield f"http://{address}"
    finally:
        for child in reversed(children):
            child.stop()


def rested() -> None:
    """The workers have nothing left to do; asked twice, as a task may be on its way to one of them."""
    from portal.celery import app

    with (
        app.connection_for_write() as asking
    ):  # of its own: a benchmark that forks must not inherit half an answer
        for _ in range(2):
            while any((app.control.inspect(connection=asking).active() or {"": ["no answer"]}).values()):
                time.sleep(1)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://{address}/healthz", timeout=5):
            return True
    except OSError:
        return False
