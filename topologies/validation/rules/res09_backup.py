from collections.abc import Iterator
from dataclasses import dataclass

from topologies.graph import Graph, Node, Replication
from topologies.kinds import Trait
from topologies.kinds.properties import Backup
from topologies.validation.context import Context
from topologies.validation.fixes.copies import saved_elsewhere
from topologies.validation.model import Conflict, Violation
from topologies.validation.registry import rule


@dataclass(frozen=True, slots=True)
class Copy:
    """One backup: `elsewhere` = it survives the loss of the database's region or host; None = `fact` would tell."""

    what: str
    elsewhere: bool | None
    fact: str = ""


@rule(
    "RES09",
    severity="high",
    title="A database has no backup, or none elsewhere",
    reads=("environment", "objectives.residency_regions"),
    sources=(
        "AWS Security Hub RDS.11, RDS.26",
        "Checkov CKV_AWS_133",
        "AWS Well-Architected REL09-BP02",
        "CISA: data backup options",
    ),
)
def backup_elsewhere(context: Context) -> Iterator[Violation]:
    """What a database holds is saved nowhere, or only where it would be lost together with the database.

    **What it means.** The database takes writes, and no backup of it is stated: none of its own, none of the machine that it
    stands on, no snapshot that is copied to a store. Or all of them stay on its own machine or in its own region.

    **Why it matters.** A replica is no backup: it repeats a deletion within the second. And a backup beside the database is
    gone with the disk, the region or the account that both share.

    **What to do.** Keep snapshots with point-in-time recovery, copy one of them to another region or another provider, and
    restore one on a quiet day to see that it works.

    **Limits.** Judged are databases that take writes, outside development and staging. A provider's snapshot stays in the
    region of its database unless it is said to cross regions. What a provider backs up by itself is not assumed: where
    nothing is stated of its database, and where the place of a copy is not stated, the verdict is unknown.
    """
    if context.graph.header.environment in ("development", "staging"):
        return
    for node in context.graph.nodes_with(Trait.DATABASE):
        if getattr(node.properties, "role", "primary") == "primary":
            yield from _judged(context.graph, node)


def _judged(graph: Graph, node: Node) -> Iterator[Violation]:
    copies = tuple(_copies(graph, node))
    if not copies:
        yield _absent(graph, node)
        return
    if any(copy.elsewhere for copy in copies):
        return
    missing = tuple(copy.fact for copy in copies if copy.elsewhere is None)
    message = f"Every backup of {node.name} is lost with its region or its machine."
    if missing:
        message = f"Whether a backup of {node.name} lies elsewhere depends on facts nobody stated."
    text = "; ".join(copy.what for copy in copies)
    fixes = () if missing else saved_elsewhere(graph, node)
    yield Violation((node.key,), message, Conflict((node.key,), f"{text}."), ("elsewhere",), missing, fixes)


def _absent(graph: Graph, node: Node) -> Violation:
    """Nothing is stated. A database that the team runs has no backup then; a provider may make some."""
    provided = bool(graph.kind(node).provider)
    message = f"Nothing saves the data of {node.name}."
    if provided:
        message = f"Whether {node.name} is backed up is not stated."
    evidence = Conflict((node.key,), "No backup and no snapshot is stated.")
    missing = (f"{node.key}.backups",) if provided else ()
    fixes = () if provided else saved_elsewhere(graph, node)
    return Violation((node.key,), message, evidence, (), missing, fixes)


def _copies(graph: Graph, node: Node) -> Iterator[Copy]:
    for backup in getattr(node.properties, "backups", ()):
        yield _stated(node.key, backup)
    host = graph.enclosing(node, Trait.HOST)
    for backup in getattr(host.properties, "backups", ()) if host else ():
        yield _stated(host.key if host else "", backup)
    for _, _, key in graph.copies.out_edges(node.key, keys=True):
        row = graph.replications[key]
        if row.mode == "snapshot":
            yield _copied(graph, node, row)


def _stated(key: str, backup: Backup) -> Copy:
    if backup.cross_region:
        return Copy(f"{key}: {backup.method} in another region", True)
    if not backup.stored_in:
        return Copy(f"{key}: {backup.method} in its own region", False)
    if backup.stored_in.startswith("/"):
        return Copy(f"{key}: {backup.method} in {backup.stored_in} on its own machine", False)
    return Copy(
        f"{key}: {backup.method} in {backup.stored_in}",
        None,
        f"{key}.backups: the region of {backup.stored_in}",
    )


def _copied(graph: Graph, node: Node, row: Replication) -> Copy:
    target = graph.nodes[row.target]
    what = f"{row.key}: snapshot in {target.key}"
    if getattr(target.properties, "cross_region_replication", None):
        return Copy(what, True)
    home, away = (graph.enclosing(one, Trait.REGION) for one in (node, target))
    owners = [graph.enclosing(one, Trait.PROVIDER) for one in (node, target)]
    machines = [graph.enclosing(one, Trait.HOST) for one in (node, target)]
    if machines[0] is not None and machines[0] == machines[1]:
        return Copy(f"{what}, on the same machine", False)
    if None not in owners and owners[0] != owners[1]:
        return Copy(f"{what}, at another provider", True)
    if home is not None and away is not None:
        return Copy(f"{what}, in {away.key}", home != away)
    unsaid = node.key if home is None else target.key
    return Copy(what, None, f"{target.key if away is None else unsaid}: its region")
