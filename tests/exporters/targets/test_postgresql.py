"""PostgreSQL itself reads back what is written, whatever the labels say, and lets in whom the topology draws."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporters.formats import postgresql as form
from exporters.output import Output
from exporters.registry import find_target
from exporters.targets.postgresql.server import PASSFILE
from tests.exporters.hostile import labelled
from tests.support import standing
from tests.support.waiting import eventually
from tests.verifiers import postgresql as verifier
from topologies.documents import parse
from topologies.examples import examples

TARGET = find_target("postgresql")
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)
HOSTILE = [
    "'; include '/etc/passwd'",
    "\\'",
    "x\nhost all all 0.0.0.0/0 trust",
    "x\rlisten_addresses = '*'",
    "# x",
    "\u202etxt",
    "$(id)",
    "@/etc/passwd",
    "no",
]


def document(**properties: Any) -> dict[str, Any]:
    """An application and a nightly job on the database's machine, a copy on another one, a pooler before both."""
    return {
        "format": 1,
        "topology": {"system": "shop", "slug": "live"},
        "zones": {"box": {"kind": "vm"}, "other-box": {"kind": "vm"}},
        "nodes": {
            "app": {"kind": "app-server", "zone": "box"},
            "db": {"kind": "postgresql", "zone": "box", "properties": properties},
            "copy": {"kind": "postgresql", "zone": "other-box", "properties": {"role": "standby"}},
            "pool": {"kind": "pgbouncer", "zone": "box", "properties": {"pool_mode": "transaction"}},
        },
        "ports": {
            "db-port": {"node": "db", "number": 5433},
            "copy-port": {"node": "copy", "number": 5432},
            "pool-port": {"node": "pool", "number": 6432},
        },
        "links": {
            "app-to-db": {"source": "app", "target": "db", "port": "db-port"},
            "pool-to-db": {"source": "pool", "target": "db", "port": "db-port"},
            "pool-to-copy": {"source": "pool", "target": "copy", "port": "copy-port"},
        },
        "replications": {"db-to-copy": {"source": "db", "target": "copy", "mode": "async"}},
    }


def generate(said: dict[str, Any]) -> Output:
    return TARGET.generate(parse(said))


class Reader:
    """A running PostgreSQL that says how it reads a file, without obeying it."""

    def __init__(self, cluster: Path, connection: "psycopg.Connection[Any]") -> None:
        self.cluster, self.connection = cluster, connection
        self.plain = read(self, generate(document()))

    def settings(self, text: str) -> list[tuple[str, str]]:
        """Names and values in the order of the file; a line that PostgreSQL cannot read has no name."""
        (self.cluster / "postgresql.conf").write_text(text)
        said = "SELECT name, setting FROM pg_file_settings WHERE sourcefile IS NOT NULL ORDER BY seqno"
        return self.connection.execute(said).fetchall()

    def access(self, text: str) -> list[tuple[Any, ...]]:
        (self.cluster / "pg_hba.conf").write_text(text)
        columns = "type, database, user_name, address, auth_method, error"
        return self.connection.execute(
            f"SELECT {columns} FROM pg_hba_file_rules ORDER BY line_number"
        ).fetchall()


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with standing.workplace() as folder:
        cluster = standing.copied(folder)
        with standing.running(cluster, "-c", "listen_addresses=", "-c", "ssl=on") as server:
            assert standing.answers(server, folder, 5432), server.last_words()
            with standing.connected(folder, 5432) as connection:
                yield Reader(cluster, connection)


def read(reader: Reader, output: Output) -> dict[str, Any]:
    """What PostgreSQL reads in every file of the output, and what a parser of INI files reads in the pooler's."""
    found: dict[str, Any] = {}
    for path, content in output.files.items():
        if path.endswith("postgresql.conf"):
            found[path] = reader.settings(content.decode())
        elif path.endswith("pg_hba.conf"):
            found[path] = reader.access(content.decode())
        else:
            found[path] = [line for line in content.decode().split("\n") if not line.startswith(";")]
    return found


@settings(max_examples=15, deadline=None)
@given(TEXT | st.sampled_from(HOSTILE))
def test_no_label_changes_what_postgresql_reads(reader: Reader, text: str) -> None:
    said = labelled(document(config_path=text), text)
    assert read(reader, generate(said)) == reader.plain


@settings(max_examples=40, deadline=None)
@given(TEXT | st.sampled_from(HOSTILE))
def test_a_setting_is_read_back_as_it_was(reader: Reader, text: str) -> None:
    lines = [form.setting("cluster_name", text), form.setting("port", 5432)]
    assert reader.settings("\n".join(lines) + "\n") == [("cluster_name", text), ("port", "5432")]


@settings(max_examples=40, deadline=None)
@given(TEXT | st.sampled_from(HOSTILE))
def test_an_entry_of_a_pooler_stays_one_line_or_is_refused(text: str) -> None:
    try:
        written = form.ini([("pgbouncer", [("auth_file", text)])], remarks=[text])
    except ValueError:
        assert not text.isprintable()
        return
    head, *lines = written.split("\n")
    assert head.startswith(";")
    assert lines == ["", "[pgbouncer]", f"auth_file = {text}", ""]


@settings(max_examples=40, deadline=None)
@given(TEXT.filter(bool) | st.sampled_from(HOSTILE))
def test_what_is_no_plain_word_is_refused(text: str) -> None:
    for write in (lambda: form.hba("host", "all", text), lambda: form.connection(host=text)):
        try:
            assert text in write()
            assert len(write().split()) == (3 if write().startswith("host ") else 1)
        except ValueError:
            assert not text.isalnum() or not text.isascii()


def test_a_client_named_like_a_keyword_opens_the_server_to_itself_alone(reader: Reader) -> None:
    said = document()
    said["nodes"]["all"] = {"kind": "app-server"}
    said["links"]["all-to-db"] = {"source": "all", "target": "db", "port": "db-port"}
    text = generate(said).files["db/pg_hba.conf"].decode()
    assert '"all"' in text
    rows = reader.access(text)
    assert [row[3] for row in rows] == [None, None, "all", "samenet", "samenet", "copy"]
    assert [row[5] for row in rows if row[5]] == []
    assert len(text.splitlines()) == len(generate(document()).files["db/pg_hba.conf"].splitlines()) + 3


def test_the_single_droplet_is_what_its_document_says(reader: Reader) -> None:
    (graph,) = (one.graph() for one in examples() if (one.system, one.slug) == ("infinri", "single-droplet"))
    files = TARGET.generate(graph).files
    told = dict(reader.settings(files["postgresql/postgresql.conf"].decode()))
    stated = {
        "max_connections": "50",
        "shared_buffers": "1GB",
        "effective_cache_size": "3GB",
        "work_mem": "16MB",
    }
    assert {name: told[name] for name in stated} == stated
    assert told["listen_addresses"] == "localhost"
    assert told["data_directory"] == "/var/lib/postgresql/16/main"
    remote = [row for row in reader.access(files["postgresql/pg_hba.conf"].decode()) if row[0] != "local"]
    assert {(row[3], row[4]) for row in remote} == {("127.0.0.1", "scram-sha-256"), ("::1", "scram-sha-256")}


def test_a_copy_allows_at_least_what_its_primary_allows() -> None:
    said = document(max_connections=300)
    for number in range(6):
        said["nodes"][f"copy-{number}"] = {"kind": "postgresql", "properties": {"role": "replica"}}
        said["replications"][f"more-{number}"] = {"source": "db", "target": f"copy-{number}", "mode": "sync"}
    files = generate(said).files
    for name in ("db", "copy", "copy-0"):
        text = files[f"{name}/postgresql.conf"].decode()
        assert "max_connections = 300\n" in text
        assert "max_wal_senders = 16\n" in text
    assert 'synchronous_standby_names = \'FIRST 6 ("copy_0",' in files["db/postgresql.conf"].decode()
    assert verifier.judge(files) == []


def test_long_keys_give_names_that_postgresql_takes() -> None:
    said = document()
    key = "c" + "-x" * 39
    said["nodes"][key] = {"kind": "postgresql", "properties": {"role": "standby"}}
    said["replications"]["db-to-long"] = {"source": "db", "target": key, "mode": "sync"}
    files = generate(said).files
    assert verifier.judge(files) == []


def test_a_copy_follows_its_primary_over_what_was_written() -> None:
    """A primary, a copy made from it by the role and the slot of the files, over TLS, and a row that arrives."""
    said = document()
    said["zones"] = {"net": {"kind": "network", "properties": {"cidrs": ["127.0.0.0/8"]}}}
    for node in said["nodes"].values():
        node["zone"] = "net"
    ports = {"db": free_port(), "copy": free_port()}
    for name, number in ports.items():
        said["ports"][f"{name}-port"]["number"] = number
    said["replications"]["db-to-copy"]["encrypted"] = True
    files = generate(said).files
    assert b"hostssl    replication     replicator      127.0.0.0/8" in files["db/pg_hba.conf"]
    with standing.workplace() as here, standing.workplace() as there, primary(files, here, ports["db"]) as db:
        passfile = standing.secret(there / "passfile")
        away = {
            "PGHOSTADDR": "127.0.0.1",
            "PGPASSFILE": str(passfile),
            "HOME": str(there),
        }  # db resolves to no address here
        make = ["--host=db", f"--port={ports['db']}", "--username=replicator", "--create-slot", "--slot=copy"]
        standing.run("pg_basebackup", *make, "--checkpoint=fast", "-D", str(there / "cluster"), env=away)
        put(files, "copy", there / "cluster", {PASSFILE: str(passfile)})
        with standing.running(there / "cluster", env=away) as server:
            assert standing.answers(server, there, ports["copy"]), server.last_words()
            db.execute("CREATE TABLE arrivals AS SELECT 'a row' AS what")
            assert eventually(lambda: arrived(there, ports["copy"])) == "a row"


@contextmanager
def primary(files: Mapping[str, bytes], folder: Path, port: int) -> Iterator["psycopg.Connection[Any]"]:
    cluster = standing.copied(folder)
    put(files, "db", cluster)
    with standing.running(cluster) as server:
        assert standing.answers(server, folder, port), server.last_words()
        with standing.connected(folder, port) as connection:
            yield connection


def put(files: Mapping[str, bytes], name: str, cluster: Path, changed: Mapping[str, str] = {}) -> None:
    for path, content in files.items():
        if path.startswith(f"{name}/"):
            text = content.decode().replace(" peer\n", " trust\n")  # the test runs as another user
            for old, new in changed.items():
                text = text.replace(old, new)
            (cluster / path.removeprefix(f"{name}/")).write_text(text)


def arrived(folder: Path, port: int) -> str | None:
    with standing.connected(folder, port) as connection:
        if connection.execute("SELECT to_regclass('arrivals')").fetchone() == (None,):
            return None
        found: tuple[str] | None = connection.execute("SELECT what FROM arrivals").fetchone()
        return found[0] if found else None


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def test_what_is_in_a_file_is_covered_and_nothing_else() -> None:
    output = generate(document())
    assert output.skipped.keys() == {"box", "other-box"}
    assert output.files.keys() >= {"db/postgresql.conf", "copy/standby.signal", "pool/pgbouncer.ini"}
    assert generate(document()) == output


def test_one_server_behind_a_pooler_is_written_once() -> None:
    said = document()
    said["links"]["pool-to-db-again"] = {"source": "pool", "target": "db", "port": "db-port"}
    text = generate(said).files["pool/pgbouncer.ini"].decode()
    assert text.count("port=5433") == 1
    assert verifier.pooler_faults(text) == []


def test_a_topology_without_postgresql_is_told_so() -> None:
    said = {"format": 1, "topology": {"system": "shop", "slug": "live"}, "nodes": {"u": {"kind": "users"}}}
    assert "no PostgreSQL" in (TARGET.supports(parse(said)) or "")
