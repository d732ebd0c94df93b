"""The target that writes the units and timers of what the team runs on its hosts."""

from collections.abc import Iterator

from exporters.dumps import PROGRAMS
from exporters.output import Output, output_of
from exporters.registry import target
from exporters.targets.systemd.units import Unit, Unwritable, neighbours, secrets_file, service, timer, unit
from topologies.graph import Graph
from topologies.kinds.nodes.roadrunner import RoadRunner

# Why an element of a section is in no file, where nothing more precise is known.
REST = {
    "zones": "it is no host with a unit of the team's own",
    "ports": "where a program listens is said by its own configuration",
    "security_groups": "systemd filters no packets here",
    "rules": "systemd filters no packets here",
    "attachments": "systemd filters no packets here",
    "peerings": "systemd does no routing",
    "routes": "systemd does no routing",
    "network_acls": "systemd filters no packets here",
    "acl_entries": "systemd filters no packets here",
    "links": "it does not lead from a unit to something on the same host",
    "replications": "systemd copies no data",
    "views": "a picture configures nothing",
}


def supports(graph: Graph) -> str | None:
    """Why units make no sense here, if they do not."""
    return None if _sorted(graph)[0] else "no host runs a program or a timed job whose command is stated"


@target("systemd", label="systemd", version=1, judged_by="systemd-analyze verify", supports=supports)
def generate(graph: Graph) -> Output:
    """A service for every program of the team on a host, a service and a timer for every timed job there:
    `<host>/<unit>.service`, `<host>/<unit>.timer`.

    What comes with a unit in its own package (PostgreSQL, Redis, Caddy) gets none. A program is started after what
    it connects to on the same host, and again when it fails. RoadRunner is reloaded without losing a request.

    Plain settings stand in the unit; secrets are read from a file that no bundle holds.
    """
    found, skipped = _sorted(graph)
    files = {}
    for one in found:
        files[f"{one.host.key}/{one.name}.service"] = service(graph, one)
        if one.timed:
            files[f"{one.host.key}/{one.name}.timer"] = timer(graph, one)
    notes = [f"{one.node.key}: {note}" for one in found for note in _notes(graph, one)]
    covered = [key for one in found for key in _covered(graph, one)]
    return output_of(graph, files=files, covered=covered, skipped=skipped, rest=REST, notes=notes)


def _sorted(graph: Graph) -> tuple[list[Unit], dict[str, str]]:
    """The units, and why every other node has none."""
    found, skipped = [], {}
    for node in graph.nodes.values():
        try:
            one = unit(graph, node)
            if one.timed:
                timer(graph, one)
            found.append(one)
        except Unwritable as reason:
            skipped[node.key] = reason.reason
    return found, skipped


def _covered(graph: Graph, one: Unit) -> Iterator[str]:
    yield from (one.host.key, one.node.key)
    yield from (link.key for _, link in neighbours(graph, one))


def _notes(graph: Graph, one: Unit) -> Iterator[str]:
    """What the reader has to see to."""
    if not one.said.os_user:
        yield "no user is stated, so it runs as root"
    if one.said.secrets:
        yield f"{', '.join(one.said.secrets)} belong into {secrets_file(graph, one)}, which no bundle holds"
    if one.words[0].startswith(f"{PROGRAMS}/"):
        yield f"{one.words[0]} is a script of the scripts target; install it there"
    if isinstance(one.said, RoadRunner):
        yield f"RoadRunner's program is looked for at {one.words[0]}"
    if one.said.memory_mb:
        yield "above its memory it is slowed down, not ended: the document states what it uses, not a limit"
    if one.node.max_instances > 1:
        yield f"a unit starts one instance; {one.node.max_instances} are drawn"
