"""Run the whole portal on this machine."""

import fcntl
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from portal import valkey
from portal.processes import POLL_SECONDS, Child, wait_until

HOST = "127.0.0.1"
START_SECONDS = 60


def chosen_port() -> int:
    """The port in PORT, free on this machine; CommandError names what is wrong with it."""
    text = os.environ.get("PORT", "8000")
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CommandError(f"PORT is {text!r}; give a number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except OSError as error:
            raise CommandError(f"Port {text} is taken. Choose another: PORT=8001 make run") from error
    return int(text)


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Hold `lock` while the portal runs, so that two never share one data folder."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CommandError(f"The portal already runs with the data in {lock.parent}.") from error
        yield


class Command(BaseCommand):
    """Start broker, worker, beat and web; stop them in reverse; when one dies, stop all and say which."""

    help = "Run the portal with everything embedded: broker, worker, beat and web server"
    requires_system_checks: list[str] = []  # the migrate that follows runs them

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("`up` is for one machine of your own; see docs/running.md for production.")
        self.stopping = False
        self.children: list[Child] = []
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop_soon)
        port = chosen_port()
        with only_one(settings.DATA / "up.lock"):
            try:
                self.run(port)
            finally:
                self.stop_all()

    def stop_soon(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def run(self, port: int) -> None:
        for step in (self.start_broker, self.prepare_data, self.start_celery, lambda: self.start_web(port)):
            if self.stopping:
                return
            step()
        if not self.stopping:
            self.say(f"Groundplan is at http://{HOST}:{port}/  (Ctrl-C stops it)")
        while not self.stopping:
            self.look_after_children()
            time.sleep(POLL_SECONDS)

    def start_broker(self) -> None:
        store = settings.VALKEY_SOCKET
        if str(store) not in settings.CELERY_BROKER_URL + settings.CACHES["default"]["LOCATION"]:
            return
        try:
            command = valkey.command(store, settings.DATA / "valkey")
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.start("broker", command)
        self.wait_for("broker", lambda: valkey.answers(store))

    def prepare_data(self) -> None:
        call_command("migrate", verbosity=0)
        call_command("demo_users", stdout=self.stdout)
        if "load_examples" in get_commands():
            call_command("load_examples", stdout=self.stdout)
        connections.close_all()

    def start_celery(self) -> None:
        celery = [sys.executable, "-m", "celery", "-A", "portal"]
        schedule = str(settings.DATA / "beat-schedule")
        quiet = ["--without-gossip", "--without-mingle"]  # there is no other worker to talk to
        self.start("worker", [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO", *quiet])
        self.start("beat", [*celery, "beat", "--schedule", schedule, "--pidfile", "", "--loglevel", "INFO"])

    def start_web(self, port: int) -> None:
        gunicorn = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"{HOST}:{port}"]
        # An open editor holds a thread with its stream; settings.EDITOR_STREAMS leaves the others to pages.
        options = ["--workers", "2", "--threads", "32", "--graceful-timeout", "5", "--no-control-socket"]
        options.append("--preload")  # the code is read once for both, before either opens a connection
        self.start("web", [*gunicorn, *options])
        self.wait_for("web", lambda: self.page_answers(port))

    def page_answers(self, port: int) -> bool:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=5):
                return True
        except urllib.error.HTTPError as error:
            raise CommandError(f"The site is not healthy: {error.read().decode()}") from error
        except OSError:
            return False

    def start(self, name: str, command: list[str]) -> None:
        log = settings.DATA / "logs" / f"{name}.log"
        self.children.append(Child.start(name, command, log=log, env=os.environ, cwd=settings.ROOT))

    def wait_for(self, name: str, ready: Callable[[], bool]) -> None:
        def give_up() -> bool:
            self.look_after_children()
            return self.stopping

        if not wait_until(ready, seconds=START_SECONDS, give_up=give_up) and not self.stopping:
            raise CommandError(f"{name} did not answer within {START_SECONDS} s.")

    def look_after_children(self) -> None:
        for child in self.children:
            if not child.alive:
                code = child.process.returncode
                words = child.last_words()
                raise CommandError(f"{child.name} ended with code {code}. The end of {child.log}:\n{words}")

    def stop_all(self) -> None:
        for child in reversed(self.children):
            child.stop()
        if self.children:
            self.say("Stopped.")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
