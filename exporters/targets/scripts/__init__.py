"""The target that writes what people and timers run: deployment, backup, restore and restore drill."""

from collections.abc import Iterator

from exporters.dumps import PROGRAMS, Dump, dumps
from exporters.output import Output, output_of
from exporters.registry import target
from exporters.targets.scripts.database import backup, drill, kept, passfile, restore
from exporters.targets.scripts.deploy import Rollout, health_url, rollouts, script
from topologies.graph import Graph

# Why an element of a section is in no file, where nothing more precise is known.
REST = {
    "zones": "no program on it is deployed step by step",
    "nodes": "neither is it saved by dumps, nor is its deployment stated step by step on a host",
    "ports": "no script asks it anything",
    "security_groups": "a script opens nothing",
    "rules": "a script opens nothing",
    "attachments": "a script opens nothing",
    "peerings": "a script does no routing",
    "routes": "a script does no routing",
    "network_acls": "a script opens nothing",
    "acl_entries": "a script opens nothing",
    "links": "no script goes this way",
    "replications": "it is made of no dump of PostgreSQL",
    "views": "a picture configures nothing",
}


def supports(graph: Graph) -> str | None:
    """Why scripts make no sense here, if they do not."""
    found = dumps(graph) or rollouts(graph)
    return None if found else "nothing is saved by dumps, and no deployment on a host is stated step by step"


@target("scripts", label="Scripts", version=1, judged_by="shellcheck, shfmt, PostgreSQL", supports=supports)
def generate(graph: Graph) -> Output:
    """What people and timers run on a host, in bash:

    - `<program>/deploy.sh`: the stated steps under a lock, then a health check. What fails puts the former code back;
      workers that were not reloaded go on with the code that they hold.
    - `<database>/backup.sh`: a dump that was read back, with its SHA-256. As many days, weeks and months stay as
      stated; a copy goes to the bucket that is drawn.
    - `<database>/restore.sh FILE`: restores beside the database and changes places when all is there; what was before
      is kept under another name.
    - `<database>/drill.sh`: restores the newest dump into a database that is dropped again, and fails where that takes
      longer, or the dump is older, than the objectives allow.

    Scripts hold no password: PostgreSQL's programs read theirs from a password file.
    """
    saved, rolled = dumps(graph), rollouts(graph)
    files = {path: text for dump in saved for path, text in _files(graph, dump)}
    files |= {f"{one.node.key}/deploy.sh": script(graph, one) for one in rolled}
    covered = [key for dump in saved for key in _covered(graph, dump)]
    covered += [key for one in rolled for key in one.covered]
    notes = [f"{dump.node.key}: {note}" for dump in saved for note in _notes(graph, dump)]
    notes += [f"{one.node.key}: {note}" for one in rolled for note in _deploy_notes(graph, one)]
    return output_of(graph, files=files, covered=covered, rest=REST, notes=notes)


def _files(graph: Graph, dump: Dump) -> Iterator[tuple[str, str]]:
    for name, write in (("backup", backup), ("restore", restore), ("drill", drill)):
        yield f"{dump.node.key}/{name}.sh", write(graph, dump)


def _covered(graph: Graph, dump: Dump) -> Iterator[str]:
    yield dump.node.key
    yield from (port.key for port in graph.ports_of.get(dump.node.key, ())[:1])
    yield from (key for copy in dump.copies for key in (copy.key, copy.target))
    yield from (one.key for one in (dump.job, dump.link) if one is not None)


def _notes(graph: Graph, dump: Dump) -> Iterator[str]:
    """What differs from the document, and what the reader has to see to."""
    yield f"install backup.sh as {dump.script}"
    yield f"passwords belong into {passfile(graph, dump)}, which no bundle holds"
    if dump.bucket:
        yield f"BACKUP_BUCKET names the bucket of {dump.bucket}; how long it keeps a dump is its own rule"
    if kept(dump).weekly or kept(dump).monthly:
        yield "the first dump of a week and of a month is the one that is kept for it"
    if dump.job is None:
        yield "nothing that is drawn starts the backup"
    if graph.header.objectives.rto_seconds is None and dump.backup.restore_seconds is None:
        yield "nobody states how long a restore may take, so the drill measures it only"


def _deploy_notes(graph: Graph, one: Rollout) -> Iterator[str]:
    yield f"install deploy.sh below {PROGRAMS}"
    yield "what a step changed in the database is not undone: the former code must work with it"
    if not health_url(graph, one.node):
        yield "no health check is stated, so nobody asks whether the new code serves"
