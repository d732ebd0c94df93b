"""What one PostgreSQL is told: its postgresql.conf, and what had to be said about it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from exporters.addresses import tcp_port
from exporters.formats.postgresql import Value, connection, hba, megabytes, setting
from exporters.formats.remarks import remark, title
from exporters.targets.postgresql.clients import REPLICATOR, Client, clients
from topologies.graph import Graph, Node, Port, Replication
from topologies.kinds.nodes.postgresql import Postgresql
from topologies.kinds.properties import Database

DEFAULT_PORT = 5432
PASSFILE = "/etc/postgresql/replication.pass"
ARCHIVE = "/var/lib/postgresql/archive"
_DEBIAN = re.compile(r"/etc/postgresql/(?P<version>[0-9]+)/(?P<cluster>[a-z0-9_-]+)/postgresql\.conf")
_LONGEST_NAME = 63
_SENDERS = 10  # PostgreSQL's own default of max_wal_senders and max_replication_slots

Settings = list[tuple[str, Value]]


@dataclass(frozen=True, slots=True)
class Server:
    """One PostgreSQL: who connects, which copies leave it, and of which it is one."""

    node: Node
    said: Postgresql
    port: Port | None
    clients: tuple[Client, ...]
    copies: tuple[Replication, ...]
    follows: Replication | None
    primary: Node | None
    primary_port: int
    senders: int

    @property
    def standby(self) -> bool:
        return self.follows is not None and self.follows.mode in ("sync", "async")

    @property
    def covered(self) -> frozenset[str]:
        rules = [key for one in self.clients for rule in one.rules for key in (rule.key, rule.group)]
        own = [
            self.node.key,
            *([self.port.key] if self.port else []),
            *(one.drawn.key for one in self.clients),
        ]
        follows = [self.follows.key] if self.follows else []
        return frozenset([*own, *follows, *rules, *(one.node.key for one in self.clients)])

    @property
    def tls(self) -> bool:
        return any(one.tls for one in self.clients) or bool(self.port and self.port.tls)


def servers(graph: Graph) -> tuple[Server, ...]:
    """Every PostgreSQL that the team runs itself, by key."""
    found = ((node, node.properties) for node in graph.nodes.values())
    return tuple(_server(graph, node, said) for node, said in found if isinstance(said, Postgresql))


def _server(graph: Graph, node: Node, said: Postgresql) -> Server:
    port = tcp_port(graph, node)
    streams = [one for one in graph.replications.values() if one.mode != "snapshot"]
    follows = next((one for one in streams if one.target == node.key), None)
    primary = graph.nodes[follows.source] if follows else None
    primary_port = tcp_port(graph, primary) if primary else None
    copies = tuple(one for one in streams if one.source == node.key)
    beside = [one for one in streams if primary and one.source == primary.key]
    return Server(
        node=node,
        said=said,
        port=port,
        clients=clients(graph, node, port),
        copies=copies,
        follows=follows,
        primary=primary,
        primary_port=primary_port.number if primary_port else DEFAULT_PORT,
        senders=max(_SENDERS, 2 * max(len(copies), len(beside)) + 2),
    )


def configuration(graph: Graph, server: Server) -> str:
    """The text of postgresql.conf: chapters with a heading each, only what differs from PostgreSQL's own answer."""
    rows = [remark(title(graph.header, server.node))]
    for heading, settings in _chapters(server):
        if settings:
            rows += ["", remark(heading), *(setting(name, value) for name, value in settings)]
    return "\n".join(rows) + "\n"


def _chapters(server: Server) -> Iterator[tuple[str, Settings]]:
    yield "Files", _files(server.said)
    yield "Connections and authentication", _connections(server)
    yield "Memory", list(_memory(server.said))
    yield "Write-ahead log and archive", list(_log(server))
    yield "Copies that leave this server", list(_sending(server))
    yield _standing(server), list(_following(server))


def _files(said: Postgresql) -> Settings:
    found = _DEBIAN.fullmatch(said.config_path)
    if not found:
        return []
    version, cluster = found["version"], found["cluster"]
    folder = said.config_path.rpartition("/")[0]
    return [
        ("data_directory", f"/var/lib/postgresql/{version}/{cluster}"),
        ("hba_file", f"{folder}/pg_hba.conf"),
        ("ident_file", f"{folder}/pg_ident.conf"),
        ("external_pid_file", f"/var/run/postgresql/{version}-{cluster}.pid"),
        ("unix_socket_directories", "/var/run/postgresql"),
    ]


def _connections(server: Server) -> Settings:
    local = server.port is not None and server.port.bind == "localhost"
    found: Settings = [
        ("listen_addresses", "localhost" if local else "*"),
        ("port", server.port.number if server.port else DEFAULT_PORT),
    ]
    if connections := _most_connections(server):
        found.append(("max_connections", connections))
    return [*found, ("password_encryption", "scram-sha-256"), *([("ssl", True)] if server.tls else [])]


def _most_connections(server: Server) -> int:
    """As stated; a copy that allows fewer than its primary would refuse to start."""
    followed = server.primary.properties if server.standby and server.primary else None
    theirs = followed.max_connections if isinstance(followed, Database) else None
    return max(server.said.max_connections or 0, theirs or 0)


def _memory(said: Postgresql) -> Iterator[tuple[str, Value]]:
    for name, amount in (
        ("shared_buffers", said.shared_buffers_mb),
        ("effective_cache_size", said.effective_cache_mb),
        ("work_mem", said.work_mem_mb),
        ("maintenance_work_mem", said.maintenance_work_mem_mb),
        ("wal_buffers", said.wal_buffers_mb),
    ):
        if amount:
            yield name, megabytes(amount)


def _log(server: Server) -> Iterator[tuple[str, Value]]:
    if any(one.mode == "logical" for one in server.copies):
        yield "wal_level", "logical"
    elif server.copies or server.standby or _pitr(server.said):
        yield "wal_level", "replica"
    if _pitr(server.said):
        yield "archive_mode", True
        yield "archive_command", f"test ! -f {ARCHIVE}/%f && cp %p {ARCHIVE}/%f"


def _pitr(said: Postgresql) -> bool:
    return any(backup.pitr for backup in said.backups)


def _sending(server: Server) -> Iterator[tuple[str, Value]]:
    # A copy must allow as many senders as its primary.
    if server.copies or (server.standby and server.senders > _SENDERS):
        yield "max_wal_senders", server.senders
        yield "max_replication_slots", server.senders
    if sync := [f'"{slot(one)}"' for one in server.copies if one.mode == "sync"]:
        yield "synchronous_standby_names", f"FIRST {len(sync)} ({', '.join(sync)})"


def slot(copy: Replication) -> str:
    """The name of the copy's replication slot, which is also the name under which it reports."""
    name = copy.target.replace("-", "_")
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[: _LONGEST_NAME - 9]}_{sha256(name.encode()).hexdigest()[:8]}"


def _standing(server: Server) -> str:
    return f"It is a copy of {server.primary.key}" if server.primary else "It follows nobody"


def _following(server: Server) -> Iterator[tuple[str, Value]]:
    if not server.standby or server.follows is None or server.primary is None:
        return
    yield (
        "primary_conninfo",
        connection(
            host=server.primary.key,
            port=server.primary_port,
            user=REPLICATOR,
            application_name=slot(server.follows),
            passfile=PASSFILE,
            sslmode="prefer" if server.follows.encrypted is False else "require",
        ),
    )
    yield "primary_slot_name", slot(server.follows)
    yield "hot_standby", True


def access(graph: Graph, server: Server) -> str:
    """The text of pg_hba.conf: the administrator over the socket, then who was drawn, and nobody else."""
    columns = ("TYPE", "DATABASE", "USER", "ADDRESS", "METHOD")
    rows = [remark(title(graph.header, server.node)), f"# {hba(*columns)}", ""]
    rows += [remark("On the machine itself, over the socket: the role of the operating system's user")]
    rows += [hba("local", "all", "all", "", "peer"), hba("local", "replication", "all", "", "peer")]
    for one in server.clients:
        rows += ["", remark(one.why), *one.records()]
    return "\n".join(rows) + "\n"
