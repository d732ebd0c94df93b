"""Redis itself reads back what is written, whatever the labels say, and serves whom the topology draws."""

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from hypothesis import given, settings
from hypothesis import strategies as st
from redis.backoff import NoBackoff
from redis.retry import Retry

from exporters.formats import redis as form
from exporters.output import Output
from exporters.registry import find_target
from tests.exporters.hostile import labelled
from tests.support.waiting import eventually
from tests.verifiers import redis as verifier
from topologies.documents import parse

TARGET = find_target("redis")
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)
HOSTILE = [
    '" "',
    "\\",
    "x\nrequirepass x",
    "# x",
    "\u202etxt",
    "$(id)",
    "*",
    "a b",
    "'",
    ">password",
    "{$HOME}",
]
PASSWORD = "a-password-of-this-test"


def document(**properties: Any) -> dict[str, Any]:
    """An application that uses a cache, and a copy of the cache on another machine."""
    return {
        "format": 1,
        "topology": {"system": "shop", "slug": "live"},
        "zones": {"box": {"kind": "vm"}, "other-box": {"kind": "vm"}},
        "nodes": {
            "app": {"kind": "app-server", "zone": "box"},
            "cache": {"kind": "redis", "zone": "box", "properties": properties},
            "copy": {"kind": "redis", "zone": "other-box", "properties": {"role": "replica"}},
        },
        "ports": {
            "cache-port": {"node": "cache", "number": 6380},
            "copy-port": {"node": "copy", "number": 6379},
        },
        "links": {"app-to-cache": {"source": "app", "target": "cache", "port": "cache-port"}},
        "replications": {"cache-to-copy": {"source": "cache", "target": "copy", "mode": "async"}},
    }


def generate(said: dict[str, Any]) -> Output:
    return TARGET.generate(parse(said))


def code(files: Output) -> list[str]:
    """Every line that is no comment; Redis itself knows comments at the start of a line alone."""
    text = "".join(content.decode() for content in files.files.values())
    return [line for line in text.split("\n") if not line.startswith("#")]


@settings(max_examples=30, deadline=None)
@given(TEXT | st.sampled_from(HOSTILE))
def test_no_label_changes_what_redis_reads(text: str) -> None:
    said = labelled(document(provider_name=text, parts=[{"use": text}]), text)
    assert code(generate(said)) == code(generate(document()))


@pytest.mark.parametrize("text", [*HOSTILE, "x\r\n\t\x07", "größe", ""])
def test_a_word_is_read_back_as_it_was(text: str) -> None:
    lines = [form.directive("requirepass", text), form.directive("maxclients", 77)]
    files = {"c/redis.conf": "\n".join(lines).encode(), "c/users.acl": b""}
    with tempfile.TemporaryDirectory() as name, verifier.running(files, "c", Path(name)) as (server, at):
        assert server.alive, server.last_words()
        with redis.Redis(unix_socket_path=str(at), password=text or None) as client:
            assert client.config_get("requirepass", "maxclients") == {"requirepass": text, "maxclients": "77"}


@settings(max_examples=60, deadline=None)
@given(TEXT | st.sampled_from(HOSTILE))
def test_what_would_end_a_user_is_refused(text: str) -> None:
    try:
        assert form.user(text, "on").split(" ") == ["user", text, "on"]
        assert text.isprintable()
    except ValueError:
        assert not text.isalnum() or not text.isascii()


def test_a_client_named_like_a_user_of_redis_gets_a_name_of_its_own() -> None:
    said = document()
    for taken in ("default", "admin", "replicator"):
        said["nodes"][taken] = {"kind": "app-server"}
        said["links"][f"{taken}-to-cache"] = {"source": taken, "target": "cache"}
    users = generate(said).files["cache/users.acl"].decode().splitlines()
    assert [line.split()[1] for line in users] == [
        "default",
        "admin",
        "admin-client",
        "app",
        "default-client",
        "replicator-client",
        "replicator",
    ]


def with_passwords(output: Output) -> dict[str, bytes]:
    """What the notes tell the administrator to do: the hash at the end of each line but the first."""
    digest = hashlib.sha256(PASSWORD.encode()).hexdigest()
    files = dict(output.files)
    for path, content in output.files.items():
        if path.endswith("users.acl"):
            first, *others = content.decode().splitlines()
            files[path] = "\n".join([first, *(f"{line} #{digest}" for line in others), ""]).encode()
    return files


@pytest.fixture
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "copy").mkdir()
        yield Path(name)


def test_clients_read_and_write_and_nobody_else_does_anything(place: Path) -> None:
    files = with_passwords(generate(document(max_memory_mb=64, eviction_policy="allkeys-lru")))
    with verifier.running(files, "cache", place) as (server, at):
        assert server.alive, server.last_words()
        socket: dict[str, Any] = {"unix_socket_path": str(at), "retry": Retry(NoBackoff(), 0)}
        app = redis.Redis(**socket, username="app", password=PASSWORD)
        assert app.set("cart", "7")
        assert app.get("cart") == b"7"
        with pytest.raises(redis.exceptions.NoPermissionError):
            app.flushall()
        with pytest.raises(redis.exceptions.AuthenticationError):
            redis.Redis(**socket).get("cart")
        with pytest.raises(redis.exceptions.AuthenticationError):
            redis.Redis(**socket, username="app", password="guess").get("cart")
        admin = redis.Redis(**socket, username="admin", password=PASSWORD)
        assert admin.config_get("maxmemory") == {"maxmemory": str(64 * 1024**2)}
        assert admin.config_get("maxmemory-policy") == {"maxmemory-policy": "allkeys-lru"}


@pytest.mark.parametrize("tls", [False, True])
def test_a_copy_follows_its_primary_over_what_was_written(place: Path, tls: bool) -> None:
    said = document()
    for port in said["ports"].values():
        port["tls"] = tls
    number = verifier.free_port()
    said["ports"]["cache-port"]["number"] = number
    # The copy knows its primary by a name; here it stands on this machine.
    files = {
        path: content.replace(b"replicaof cache", b"replicaof 127.0.0.1").replace(
            b"secret", PASSWORD.encode()
        )
        for path, content in with_passwords(generate(said)).items()
    }
    listens = {"tls-port" if tls else "port": str(number), "repl-diskless-sync-delay": "0"}
    with verifier.running(files, "cache", place, **listens) as (server, at):
        assert server.alive, server.last_words()
        redis.Redis(unix_socket_path=str(at), username="app", password=PASSWORD).set("cart", "7")
        with verifier.running(files, "copy", place / "copy", masterauth=PASSWORD) as (copy, there):
            assert copy.alive, copy.last_words()
            reader = redis.Redis(unix_socket_path=str(there), username="admin", password=PASSWORD)
            assert eventually(lambda: reader.get("cart")) == b"7"


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ({"persistent": False}, ['save ""', "appendonly no"]),
        ({"append_only_file": True}, ["appendonly yes", "appendfsync everysec"]),
        (
            {"save_points": [{"seconds": 900, "changes": 1}, {"seconds": 60, "changes": 9}]},
            ["save 900 1", "save 60 9"],
        ),
        ({"max_connections": 50}, ["maxclients 50"]),
    ],
)
def test_what_was_stated_is_written(said: dict[str, Any], lines: list[str]) -> None:
    output = generate(document(**said))
    written = output.files["cache/redis.conf"].decode().splitlines()
    assert [line for line in lines if line not in written] == []
    assert verifier.judge(output.files) == []


def test_a_server_that_waits_for_its_copies_says_so() -> None:
    said = document()
    said["replications"]["cache-to-copy"].update(mode="sync", failover="automatic")
    output = generate(said)
    assert b"min-replicas-to-write 1\n" in output.files["cache/redis.conf"]
    assert any("Sentinel" in note for note in output.notes)
    assert verifier.judge(output.files) == []


def test_what_is_in_a_file_is_covered_and_nothing_else() -> None:
    output = generate(document())
    assert output.skipped.keys() == {"box", "other-box"}
    assert generate(document()) == output


def test_a_topology_without_redis_is_told_so() -> None:
    said = {"format": 1, "topology": {"system": "shop", "slug": "live"}, "nodes": {"u": {"kind": "users"}}}
    assert "no Redis" in (TARGET.supports(parse(said)) or "")
