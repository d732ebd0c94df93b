"""The pgbouncer.ini of every pooler that is drawn."""

from collections.abc import Iterator
from dataclasses import dataclass

from exporters.addresses import same_host
from exporters.formats.postgresql import Value, connection, ini
from exporters.formats.remarks import title
from topologies.graph import Graph, Link, Node, Port
from topologies.kinds import Trait
from topologies.kinds.nodes.pgbouncer import Pgbouncer

USERS = "/etc/pgbouncer/userlist.txt"
CLIENT_KEY, CLIENT_CERTIFICATE = "/etc/pgbouncer/server.key", "/etc/pgbouncer/server.crt"
_PORT, _DATABASE_PORT = 6432, 5432


@dataclass(frozen=True, slots=True)
class Pooler:
    """One PgBouncer, the databases behind it (writable first) and the links that reach them."""

    node: Node
    said: Pgbouncer
    port: Port | None
    behind: tuple[tuple[Link, Node, int], ...]

    @property
    def covered(self) -> frozenset[str]:
        reached = [key for link, node, _ in self.behind for key in (link.key, node.key)]
        ports = [link.port for link, _, _ in self.behind if link.port]
        return frozenset([self.node.key, *([self.port.key] if self.port else []), *reached, *ports])


def poolers(graph: Graph) -> tuple[Pooler, ...]:
    """Every PgBouncer, by key."""
    found = ((node, node.properties) for node in graph.nodes.values())
    return tuple(_pooler(graph, node, said) for node, said in found if isinstance(said, Pgbouncer))


def _pooler(graph: Graph, node: Node, said: Pgbouncer) -> Pooler:
    port = next(iter(graph.ports_of.get(node.key, ())), None)
    reached = [(link, graph.nodes[link.target]) for link in graph.links_from.get(node.key, ())]
    behind = [
        (link, other, graph.ports[link.port].number if link.port else _DATABASE_PORT)
        for link, other in reached
        if graph.kind(other).has(Trait.DATABASE)
    ]
    behind.sort(key=lambda row: (_role(row[1]) != "primary", row[0].key))
    return Pooler(node, said, port, tuple(behind))


def _role(node: Node) -> str:
    return str(getattr(node.properties, "role", "primary"))


def configuration(graph: Graph, pooler: Pooler) -> str:
    """The text of pgbouncer.ini."""
    remarks = [title(graph.header, pooler.node), *(_why(link) for link, _, _ in pooler.behind)]
    sections = [("databases", _databases(graph, pooler)), ("pgbouncer", _settings(pooler))]
    return ini(sections, remarks=remarks)


def _why(link: Link) -> str:
    return f"{link.key}: to {link.target}{f'; {link.stated_in}' if link.stated_in else ''}"


def _databases(graph: Graph, pooler: Pooler) -> Iterator[tuple[str, Value]]:
    """`*` stands for every database of the first one; the others go by their key."""
    servers = {node.key: (node, port) for _, node, port in reversed(pooler.behind)}
    for index, (node, port) in enumerate(reversed(servers.values())):
        host = "127.0.0.1" if same_host(graph, pooler.node, node) else node.key
        yield "*" if index == 0 else alias(node), connection(host=host, port=port)


def alias(node: Node) -> str:
    """The database name under which clients of the pooler reach this server; PgBouncer keeps one name for itself."""
    return "pgbouncer-database" if node.key == "pgbouncer" else node.key


def _settings(pooler: Pooler) -> Iterator[tuple[str, Value]]:
    said = pooler.said
    local = said.runs_as == "sidecar" or (pooler.port is not None and pooler.port.bind == "localhost")
    yield "listen_addr", "127.0.0.1" if local else "*"
    yield "listen_port", pooler.port.number if pooler.port else _PORT
    yield "auth_type", "scram-sha-256"
    yield "auth_file", USERS
    if said.pool_mode:
        yield "pool_mode", said.pool_mode
    for name, amount in (
        ("max_client_conn", said.max_connections),
        ("default_pool_size", said.default_pool_size),
        ("reserve_pool_size", said.reserve_pool_size),
    ):
        if amount is not None:
            yield name, amount
    if any(link.encrypted for link, _, _ in pooler.behind):
        yield "server_tls_sslmode", "require"
    if pooler.port is not None and pooler.port.tls:
        yield "client_tls_sslmode", "require"
        yield "client_tls_key_file", CLIENT_KEY
        yield "client_tls_cert_file", CLIENT_CERTIFICATE


def notes(pooler: Pooler) -> Iterator[str]:
    """What the reader has to know."""
    yield f"names and SCRAM secrets of its users belong into {USERS}, which no bundle holds"
    if pooler.said.runs_as == "sidecar":
        yield "as a sidecar it listens on localhost only: the task that it serves shares its network"
    if len(pooler.behind) > 1:
        others = ", ".join(dict.fromkeys(alias(node) for _, node, _ in pooler.behind[1:]))
        yield f"clients reach {others} by naming it as the database; set dbname where the database has another name"
    if not pooler.behind:
        yield "no database stands behind it"
