"""One Redis that the team configures: what was drawn around it, and what it is told."""

from collections.abc import Iterator
from dataclasses import dataclass

from exporters.addresses import tcp_port
from exporters.formats.redis import directive
from exporters.formats.remarks import remark, title
from exporters.targets.redis.users import REPLICATOR, names
from topologies.graph import Graph, Link, Node, Port, Replication
from topologies.kinds.nodes.railway_redis import RailwayRedis
from topologies.kinds.nodes.redis import Redis
from topologies.kinds.properties import Cache

DEFAULT_PORT = 6379
CERTIFICATES = {"cert": "server.crt", "key": "server.key", "ca-cert": "ca.crt"}
_LAG_SECONDS = 10  # Redis' own default of min-replicas-max-lag


@dataclass(frozen=True, slots=True)
class Server:
    """One Redis: who connects, which copies leave it, and of which it is one."""

    node: Node
    said: Cache
    port: Port | None
    links: tuple[Link, ...]
    copies: tuple[Replication, ...]
    follows: Replication | None
    primary: Node | None
    primary_port: Port | None

    @property
    def tls(self) -> bool:
        return bool(self.port and self.port.tls)

    @property
    def follows_over_tls(self) -> bool:
        return bool(self.primary_port and self.primary_port.tls)

    @property
    def folder(self) -> str:
        """Where its configuration lies."""
        path = self.said.config_path
        return (
            path.rpartition("/")[0] if path.startswith("/") and path.endswith("/redis.conf") else "/etc/redis"
        )

    @property
    def covered(self) -> frozenset[str]:
        ports = [port.key for port in (self.port, self.primary_port) if port]
        drawn: list[Link | Replication] = [
            *self.links,
            *self.copies,
            *([self.follows] if self.follows else []),
        ]
        ends = [key for one in drawn for key in (one.source, one.target)]
        return frozenset([self.node.key, *ports, *(one.key for one in drawn), *ends])


def servers(graph: Graph) -> tuple[Server, ...]:
    """Every Redis whose configuration is the team's, by key."""
    found = ((node, node.properties) for node in graph.nodes.values())
    return tuple(_server(graph, node, said) for node, said in found if isinstance(said, Redis | RailwayRedis))


def _server(graph: Graph, node: Node, said: Cache) -> Server:
    streams = [one for one in graph.replications.values() if one.mode in ("sync", "async")]
    follows = next((one for one in streams if one.target == node.key), None)
    primary = graph.nodes[follows.source] if follows else None
    return Server(
        node=node,
        said=said,
        port=tcp_port(graph, node),
        links=tuple(one for one in graph.links_to.get(node.key, ()) if one.role != "deployment"),
        copies=tuple(one for one in streams if one.source == node.key),
        follows=follows,
        primary=primary,
        primary_port=tcp_port(graph, primary) if primary else None,
    )


def configuration(graph: Graph, server: Server) -> str:
    """The text of redis.conf: chapters with a heading each, only what was stated or follows from the drawing."""
    rows = [remark(title(graph.header, server.node))]
    for heading, lines in _chapters(server):
        if lines:
            rows += ["", remark(heading), *lines]
    return "\n".join(rows) + "\n"


def _chapters(server: Server) -> Iterator[tuple[str, list[str]]]:
    yield "Files", list(_files(server))
    yield "Network", list(_network(server))
    yield "Users: nobody without a name and a password", list(_users(server))
    yield "Memory", list(_memory(server.said))
    yield "What survives a restart", list(_persistence(server.said))
    yield "Copies that leave this server", list(_sending(server))
    yield f"It is a copy of {server.primary.key if server.primary else 'nobody'}", list(_following(server))


def _files(server: Server) -> Iterator[str]:
    """The places that Debian's package uses; a container has its own."""
    if server.said.config_path == "/etc/redis/redis.conf":
        yield directive("dir", "/var/lib/redis")
        yield directive("logfile", "/var/log/redis/redis-server.log")
        yield directive("pidfile", "/run/redis/redis-server.pid")


def _network(server: Server) -> Iterator[str]:
    local = server.port is not None and server.port.bind == "localhost"
    yield directive("bind", *(("127.0.0.1", "-::1") if local else ("*", "-::*")))
    number = server.port.number if server.port else DEFAULT_PORT
    yield directive("port", 0 if server.tls else number)
    if server.tls:
        yield directive("tls-port", number)
        yield directive("tls-auth-clients", "no")
    if server.follows_over_tls:
        yield directive("tls-replication", "yes")
    if server.tls or server.follows_over_tls:
        for name in ("cert", "key", "ca-cert"):
            yield directive(f"tls-{name}-file", f"{server.folder}/{CERTIFICATES[name]}")
    if server.said.max_connections:
        yield directive("maxclients", server.said.max_connections)


def _users(server: Server) -> Iterator[str]:
    for link, name in zip(server.links, names(server.links), strict=True):
        source = f"; {link.stated_in}" if link.stated_in else ""
        yield remark(f"{name}: {link.key}{source}")
    yield directive("aclfile", f"{server.folder}/users.acl")


def _memory(said: Cache) -> Iterator[str]:
    if said.max_memory_mb:
        yield directive("maxmemory", f"{said.max_memory_mb}mb")
    if said.eviction_policy:
        yield directive("maxmemory-policy", said.eviction_policy)


def _persistence(said: Cache) -> Iterator[str]:
    if said.persistent is False:
        yield directive("save", "")
        yield directive("appendonly", "no")
        return
    for point in said.save_points:
        yield directive("save", max(1, round(point.seconds)), max(1, point.changes))
    if said.append_only_file is not None:
        yield directive("appendonly", "yes" if said.append_only_file else "no")
    if said.append_only_file:
        yield directive("appendfsync", "everysec")


def _sending(server: Server) -> Iterator[str]:
    if waited := [one for one in server.copies if one.mode == "sync"]:
        yield directive("min-replicas-to-write", len(waited))
        yield directive("min-replicas-max-lag", _LAG_SECONDS)


def _following(server: Server) -> Iterator[str]:
    if server.primary is not None:
        port = server.primary_port.number if server.primary_port else DEFAULT_PORT
        yield directive("replicaof", server.primary.key, port)
        yield directive("masteruser", REPLICATOR)
        yield remark("Holds one line: masterauth and the password of that user")
        yield directive("include", f"{server.folder}/replication.conf")
