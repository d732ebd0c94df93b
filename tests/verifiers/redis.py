"""Redis starts on the files of each cache, with its list of users."""

import re
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import trustme

from portal.processes import Child, wait_until
from tests.support import debian
from tests.verifiers import Files, replaced

PROGRAM = "redis-server, started on the files"
_PLACES = re.compile(r"^(aclfile|include|logfile|pidfile|tls-[a-z-]+-file) (/\S+/)(?=[^/\s]+$)", re.MULTILINE)


def missing() -> str:
    return debian.missing("redis")


def judge(files: Files) -> list[str]:
    folders = sorted(path.removesuffix("/redis.conf") for path in files if path.endswith("/redis.conf"))
    return [fault for name in folders for fault in _faults(files, name)]


def _faults(files: Files, name: str) -> list[str]:
    with tempfile.TemporaryDirectory() as place, running(files, name, Path(place)) as (server, _):
        return [] if server.alive else [f"{name}: {server.last_words()}"]


@contextmanager
def running(files: Files, name: str, place: Path, **options: str) -> Iterator[tuple[Child, Path]]:
    """The server on its files with everything it keeps in `place`, and its socket there; no other address unless
    `options` name one. It may have ended already, then its last words say why."""
    put(files, name, place)
    program = debian.unpacked("redis")
    at = place / "redis.sock"
    ports = {
        "port": "0",
        "unixsocket": str(at),
        "dir": str(place),
        "bind": "127.0.0.1",
        "logfile": "",
        "shutdown-timeout": "0",  # no waiting for a copy that went before
        **options,
    }
    if b"\ntls-port " in files[f"{name}/redis.conf"]:
        ports.setdefault("tls-port", str(free_port()))
    words = [word for key, value in ports.items() for word in (f"--{key}", value)]
    command = [str(program / "usr/bin/redis-server"), str(place / "redis.conf"), *words]
    server = Child.start("redis", command, log=place / "log", env=debian.environment(program), cwd=place)
    try:
        wait_until(at.exists, seconds=20, give_up=lambda: not server.alive)
        yield server, at
    finally:
        server.stop(5)


def put(files: Files, name: str, place: Path) -> None:
    """The server's files, with the places that they name moved here, and what no bundle holds beside them."""
    text = _PLACES.sub(rf"\1 {place}/", files[f"{name}/redis.conf"].decode())
    text = re.sub(r"^dir .*$", f"dir {place}", text, flags=re.MULTILINE)
    (place / "redis.conf").write_text(text)
    (place / "users.acl").write_bytes(files[f"{name}/users.acl"])
    (place / "replication.conf").write_text("masterauth secret\n")
    made = authority().issue_cert("localhost", "127.0.0.1")
    authority().cert_pem.write_to_path(str(place / "ca.crt"))
    made.private_key_pem.write_to_path(str(place / "server.key"))
    made.cert_chain_pems[0].write_to_path(str(place / "server.crt"))


@cache
def authority() -> trustme.CA:
    """Who vouches for every server of this process."""
    return trustme.CA()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


DAMAGES = {
    "a misspelt key": replaced("redis.conf", b"maxmemory ", b"maxmemori "),
    "a wrong type": replaced("redis.conf", b"port ", b"port many"),
    "an unknown policy": replaced("redis.conf", b"allkeys-lru", b"allkeys-lruu"),
    "a missing argument": replaced("redis.conf", b"save 900 1", b"save 900"),
    "a size without a unit that exists": replaced("redis.conf", b"512mb", b"512mbb"),
    "a quote that never ends": replaced("redis.conf", b"bind ", b'bind "'),
    "an unknown state of a user": replaced("users.acl", b"user default off", b"user default out"),
    "an unknown category of commands": replaced("users.acl", b"-@dangerous", b"-@dangerously"),
    "a misspelt word of the list": replaced("users.acl", b"user admin", b"usr admin"),
}
