"""Whether what goes over the wire is encrypted, as far as anybody said."""

from collections.abc import Sequence

from topologies.graph import Graph, Link, Node, Replication

# URI schemes and protocol names that carry plain text; their encrypted twins have names of their own.
PLAIN = frozenset({"http", "redis", "amqp", "ftp", "ldap", "mqtt", "smtp", "telnet", "ws"})
SECURE = frozenset(
    {"https", "rediss", "amqps", "ftps", "sftp", "ssh", "ldaps", "mqtts", "wss", "tls", "mtls"}
)


def encrypted(graph: Graph, edge: Link | Replication) -> bool | None:
    """What the edge says, else its protocol, else its port, else its target; None = nobody says."""
    if edge.encrypted is not None:
        return edge.encrypted
    word = (edge.protocol if isinstance(edge, Link) else "").split("://")[0].strip().lower()
    if word in PLAIN or word in SECURE:
        return word in SECURE
    port = graph.ports[edge.port] if edge.port else None
    if port is not None and port.tls:
        return True
    said: bool | None = getattr(graph.nodes[edge.target].properties, "encrypted_in_transit", None)
    return said if said is not None else _only_tls(graph, graph.nodes[edge.target]) or None


def _only_tls(graph: Graph, node: Node) -> bool:
    """Whether every port it has, or would have by its kind, speaks TLS."""
    ports: Sequence[bool] = [port.tls for port in graph.ports_of.get(node.key, ())]
    usual = [port.tls for port in graph.kind(node).ports]
    return all(ports or usual) and bool(ports or usual)
