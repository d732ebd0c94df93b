"""The target that configures every Redis whose configuration is the team's."""

from collections.abc import Iterator

from exporters.output import Output, output_of
from exporters.registry import target
from exporters.targets.redis.server import CERTIFICATES, Server, configuration, servers
from exporters.targets.redis.users import REPLICATOR, access
from topologies.graph import Graph

# Why an element of a section is in no file, where nothing more precise is known.
REST = {
    "zones": "where a cache stands is no matter of its configuration",
    "nodes": "it is neither a Redis that the team configures nor connected to one",
    "ports": "no such Redis listens on it",
    "security_groups": "Redis filters no packets",
    "rules": "Redis filters no packets",
    "attachments": "Redis filters no packets",
    "peerings": "Redis does no routing",
    "routes": "Redis does no routing",
    "network_acls": "Redis filters no packets",
    "acl_entries": "Redis filters no packets",
    "links": "it does not end at a Redis that the team configures",
    "replications": "Redis itself does not make that copy",
    "views": "a picture configures nothing",
}


def supports(graph: Graph) -> str | None:
    """Why these files make no sense here, if they do not."""
    return None if servers(graph) else "it has no Redis whose configuration is the team's"


@target("redis", label="Redis", version=1, judged_by="Redis started on the files", supports=supports)
def generate(graph: Graph) -> Output:
    """The configuration of every Redis that the team runs itself, or that Railway runs from an image.

    - `<key>/redis.conf`: address, memory, eviction, what survives a restart, and of which server it is a copy.
      Redis has its own answer for the rest.
    - `<key>/users.acl`: one user for each client that was drawn, one for the administrator, one for copies. Redis'
      default user is off.

    No file holds a password: put `#` and the SHA-256 of each user's password at the end of its line before starting.
    A user without one cannot log in.
    """
    found = servers(graph)
    files = {f"{one.node.key}/redis.conf": configuration(graph, one) for one in found}
    files |= {f"{one.node.key}/users.acl": access(one.links, copied=bool(one.copies)) for one in found}
    covered = frozenset[str]().union(*(one.covered for one in found))
    notes = [f"{one.node.key}: {note}" for one in found for note in _notes(one)]
    return output_of(graph, files=files, covered=covered, rest=REST, notes=notes)


def _notes(server: Server) -> Iterator[str]:
    """What differs from the document, and what the reader has to see to."""
    yield f"append # and the SHA-256 of its password to each line of {server.folder}/users.acl but the first"
    if server.follows:
        yield f"{server.folder}/replication.conf holds masterauth, the password of {REPLICATOR}; no bundle does"
        yield f"before it is promoted, its list of users needs those of {server.follows.source}"
    if server.tls or server.follows_over_tls:
        yield f"{', '.join(CERTIFICATES.values())} belong into {server.folder}"
    yield from _address_notes(server)
    yield from _data_notes(server)


def _address_notes(server: Server) -> Iterator[str]:
    port = server.port
    if port is not None and port.bind == "private":
        yield "it listens on every address: which private address the host has is not in the topology"
    if port is not None and port.bind != "localhost" and port.access == "localhost":
        yield "it listens on every address though its access is said to be localhost only"
    for link in server.links:
        if link.encrypted and not server.tls:
            yield f"{link.key} is said to be encrypted; its port speaks no TLS, so the network has to encrypt"


def _data_notes(server: Server) -> Iterator[str]:
    if server.said.parts:
        parts = ", ".join(part.use for part in server.said.parts)
        yield f"Redis sets no memory aside for its parts ({parts}): any of them may take what another was meant to have"
    if server.said.backups:
        yield "Redis makes no backups; copy its dump.rdb elsewhere"
    for copy in server.copies:
        if copy.mode == "sync":
            yield f"{copy.key}: Redis answers before a copy has the write; it refuses writes while too few copies follow"
        if copy.failover == "automatic":
            yield f"{copy.key}: Redis promotes no copy by itself; run Sentinel beside it"
