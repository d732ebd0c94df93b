"""A PostgreSQL with something to lose, and what becomes of it under the scripts of a bundle."""

import atexit
import os
import subprocess
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from tests.support import standing

_NAME = "shop"


@cache
def server() -> Path:
    """The folder of the socket of a server; one for this process."""
    stack = ExitStack()
    atexit.register(stack.close)
    folder = stack.enter_context(standing.workplace())
    running = stack.enter_context(standing.running(standing.copied(folder), "-c", "listen_addresses="))
    if not standing.answers(running, folder, 5432):
        raise RuntimeError(running.last_words())
    return folder


def session(database: str = _NAME) -> "psycopg.Connection[Any]":
    """A session of the administrator."""
    return standing.connected(server(), 5432, database)


def databases() -> list[str]:
    """The database and what became of it."""
    with session("postgres") as connection:
        rows = connection.execute("SELECT datname FROM pg_database ORDER BY datname").fetchall()
    return [row[0] for row in rows if row[0].startswith(_NAME)]


def prepare() -> None:
    """The database anew, with two rows."""
    for name in databases():
        with session("postgres") as connection:
            connection.execute(f'DROP DATABASE "{name}" (FORCE)')
    with session("postgres") as connection:
        connection.execute(f"CREATE DATABASE {_NAME}")
    made = "(VALUES (1, 'tea'), (2, 'o''brien')) AS made (id, what)"
    with session() as connection:
        connection.execute(f"CREATE TABLE orders AS SELECT * FROM {made}")


def rows(database: str = _NAME) -> list[tuple[int, str]]:
    with session(database) as connection:
        return connection.execute("SELECT id, what FROM orders ORDER BY id").fetchall()


def run(script: bytes, folder: Path, *words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """The script, connected to the server, with its dumps in `folder` and nobody's bucket."""
    (folder / "bin").mkdir(exist_ok=True)
    aws = folder / "bin" / "aws"
    aws.write_text(
        f'#!/bin/sh\necho "$@" >>{folder}/aws.log\n'
    )  # no bucket is at hand: what it was told is kept
    aws.chmod(0o755)
    (folder / "pgpass").touch(mode=0o600)
    file = folder / "script.sh"
    file.write_bytes(script)
    path = f"{folder / 'bin'}:{standing.BINARIES}:{os.environ['PATH']}"
    connection = {"PGHOST": str(server()), "PGPORT": "5432", "PGUSER": "postgres", "PGDATABASE": _NAME}
    places = {
        "BACKUP_FOLDER": str(folder / "dumps"),
        "BACKUP_BUCKET": "bucket",
        "PGPASSFILE": str(folder / "pgpass"),
    }
    return subprocess.run(
        ["bash", str(file), *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **connection, **places, "PATH": path, **variables},
    )


def faults(files: Mapping[str, bytes], name: str) -> list[str]:
    """A backup, a drill, a loss and a restore by the scripts of this database: what went wrong."""
    prepare()
    wanted = rows()
    with TemporaryDirectory() as place:
        folder = Path(place)
        saved = run(files[f"{name}/backup.sh"], folder)
        if saved.returncode != 0:
            return [f"{name}/backup.sh: {saved.stderr}"]
        drilled = run(files[f"{name}/drill.sh"], folder)
        if drilled.returncode != 0:
            return [f"{name}/drill.sh: {drilled.stderr}"]
        with session() as connection:
            connection.execute("TRUNCATE orders")
        restored = run(files[f"{name}/restore.sh"], folder, saved.stdout.strip())
        if restored.returncode != 0:
            return [f"{name}/restore.sh: {restored.stderr}"]
    try:
        found = rows()
    except psycopg.Error as error:
        return [f"{name}: {error}"]
    return [] if found == wanted else [f"{name}: {found} came back instead of {wanted}"]
