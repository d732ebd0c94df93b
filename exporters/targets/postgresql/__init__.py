"""The target that configures every PostgreSQL that the team runs, and every PgBouncer."""

from collections.abc import Iterator

from exporters.output import Output, output_of
from exporters.registry import target
from exporters.targets.postgresql import pooler as pooling
from exporters.targets.postgresql import server as serving
from exporters.targets.postgresql.clients import REPLICATOR
from exporters.targets.postgresql.pooler import Pooler, poolers
from exporters.targets.postgresql.server import Server, servers
from topologies.graph import Fault, Faults, Graph

# Why an element of a section is in no file, where nothing more precise is known.
REST = {
    "zones": "where a database stands is said by its addresses only",
    "nodes": "it is neither a PostgreSQL that the team runs nor a PgBouncer, and connects to none",
    "ports": "neither PostgreSQL nor PgBouncer listens on it",
    "security_groups": "it guards no PostgreSQL against a client that was drawn",
    "rules": "it lets no client that was drawn reach a PostgreSQL",
    "attachments": "which packets reach a host is no matter of PostgreSQL",
    "peerings": "PostgreSQL does no routing",
    "routes": "PostgreSQL does no routing",
    "network_acls": "PostgreSQL filters no packets",
    "acl_entries": "PostgreSQL filters no packets",
    "links": "it neither ends at a PostgreSQL nor starts at a PgBouncer",
    "replications": "PostgreSQL itself does not make that copy",
    "views": "a picture configures nothing",
}


def supports(graph: Graph) -> str | None:
    """Why these files make no sense here, if they do not."""
    found = servers(graph) or poolers(graph)
    return None if found else "it has no PostgreSQL that the team runs itself, and no PgBouncer"


@target(
    "postgresql",
    label="PostgreSQL",
    version=1,
    judged_by="PostgreSQL started on the files, PgBouncer started on its own",
    supports=supports,
)
def generate(graph: Graph) -> Output:
    """The configuration of every PostgreSQL that the team runs itself, and of every PgBouncer.

    - `<key>/postgresql.conf`: connections, memory, the log, copies. Only what was stated or follows from the
      drawing; PostgreSQL has its own answer for the rest.
    - `<key>/pg_hba.conf`: who may connect, from the links and replications that end there. Addresses are those of
      the client's subnets; `samenet` where both stand in one network without addresses; else the client's key as a
      host name. A client that leaves its network must speak TLS unless the link says otherwise.
    - `<key>/standby.signal`: for a copy by streaming replication.
    - `<key>/pgbouncer.ini`: pools as stated, over the links from the pooler.

    Passwords are in no file: clients use SCRAM, copies read theirs from a password file.
    """
    found, pools = servers(graph), poolers(graph)
    files = {path: text for one in found for path, text in _server_files(graph, one)}
    files |= {f"{one.node.key}/pgbouncer.ini": _pooler_file(graph, one) for one in pools}
    notes = [f"{one.node.key}: {note}" for one in found for note in serving_notes(one)]
    notes += [f"{one.node.key}: {note}" for one in pools for note in pooling.notes(one)]
    covered = frozenset[str]().union(*(one.covered for one in found), *(one.covered for one in pools))
    return output_of(graph, files=files, covered=covered, rest=REST, notes=notes)


def _server_files(graph: Graph, server: Server) -> Iterator[tuple[str, str]]:
    folder = server.node.key
    yield f"{folder}/postgresql.conf", serving.configuration(graph, server)
    yield f"{folder}/pg_hba.conf", serving.access(graph, server)
    if server.standby:
        yield f"{folder}/standby.signal", ""


def _pooler_file(graph: Graph, pooler: Pooler) -> str:
    try:
        return pooling.configuration(graph, pooler)
    except ValueError as error:
        raise Faults([Fault(pooler.node.key, "key", str(error))]) from None


def serving_notes(server: Server) -> Iterator[str]:
    """What differs from the document, and what the reader has to see to."""
    if server.tls:
        yield "TLS needs server.crt and server.key in the data directory"
    if server.said.backups:
        yield "backups are made by the scripts target, not by the server"
    yield from _copy_notes(server)
    yield from _client_notes(server)


def _copy_notes(server: Server) -> Iterator[str]:
    for copy in server.copies:
        if copy.mode == "logical":
            yield f"{copy.key}: create the publication here and the subscription on {copy.target} with SQL"
        else:
            name = serving.slot(copy)
            yield f"{copy.key}: pg_basebackup --create-slot --slot={name} makes the copy and its slot"
        if copy.failover == "automatic":
            yield f"{copy.key}: PostgreSQL promotes no copy by itself; who watches has to call pg_promote()"
    if server.standby:
        yield f"the password of {REPLICATOR} belongs into {serving.PASSFILE}, which no bundle holds"
        if not server.copies:
            yield "before it is promoted, the clients of the primary must be let in here too"
    if any(backup.pitr for backup in server.said.backups):
        yield f"the log is archived to {serving.ARCHIVE}; move it off the machine"


def _client_notes(server: Server) -> Iterator[str]:
    for one in server.clients:
        if one.by_name:
            yield f"{one.node.key} must resolve to the address of that client, and back"
        if one.tls and one.drawn.encrypted is None:
            yield f"{one.drawn.key}: whether it is encrypted is not stated; TLS is demanded"
    if server.port is not None and server.port.bind == "private":
        yield "it listens on every address: which private address the host has is not in the topology"
    if server.port is not None and server.port.bind != "localhost" and server.port.access == "localhost":
        yield "it listens on every address though its access is said to be localhost only"
