"""The portal as it is served: gunicorn with two processes, on the database of the tests, killed as often as wanted."""

import os
import signal
import socket
import sys
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from portal.processes import Child
from tests.support.waiting import eventually

HOST = "127.0.0.1"
SHAPE = [
    "--workers",
    "2",
    "--threads",
    "32",
    "--graceful-timeout",
    "1",
    "--no-control-socket",
    "--preload",
]  # as `up` has it


class Web:
    """One portal, always at the same address."""

    def __init__(self, log: Path, variables: Mapping[str, str]) -> None:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            self.port = probe.getsockname()[1]
        self.log, self.variables = log, variables
        self.child: Child | None = None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Start it where it does not run, and wait until it answers."""
        if self.child is None or not self.child.alive:
            command = [sys.executable, "-m", "gunicorn", "portal.wsgi", f"--bind={HOST}:{self.port}", *SHAPE]
            env = {**os.environ, **self.variables}
            self.child = Child.start("web", command, log=self.log, env=env, cwd=settings.ROOT)
        child = self.child
        eventually(lambda: self._answers() or not child.alive, seconds=60)
        assert child.alive, child.last_words()

    def kill(self) -> None:
        """End all its processes at once, without a word."""
        assert self.child is not None
        os.killpg(self.child.process.pid, signal.SIGKILL)
        self.child.process.wait()

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop(5)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):
                return True
        except OSError:
            return False
