import re
from collections.abc import Iterator

from topologies.graph import Graph, Node
from topologies.kinds import Trait
from topologies.validation.context import Context
from topologies.validation.model import Conflict, Violation
from topologies.validation.regions import code_of, region_of
from topologies.validation.registry import rule

WORD = re.compile(r"[a-z0-9-]+")


@rule(
    "GOV01",
    severity="critical",
    title="Data lies outside the residency regions",
    reads=("objectives.residency_regions",),
    sources=("AWS Well-Architected SEC07-BP01", "GDPR, chapter V"),
)
def residency(context: Context) -> Iterator[Violation]:
    """Data is kept, copied or logged in a region where it must not be.

    **What it means.** The objectives limit data to certain regions. A store, a replica, a backup or a log stands in another
    one, or writes into another one.

    **Why it matters.** Residency is a promise to users and to the law, and a copy breaks it as much as the original does. A
    replica for faster reads abroad is the usual way in which it is broken without anybody deciding to.

    **What to do.** Move the store or the copy into a residency region, or take the copy away. If the data in it is not
    meant by the promise, say so in a waiver.

    **Limits.** Judged is where data rests: every store, every log, every backup whose place is known, and the stores and
    secrets that a program is told of, where their addresses name a region of the topology. What passes through a
    CDN or is processed elsewhere is not. A store in no region, and a copy to a region nobody named, give an unknown.
    """
    allowed = context.graph.header.objectives.residency_regions
    if not allowed:
        return
    known = {code_of(zone) for zone in context.graph.zones_with(Trait.REGION)} | set(allowed)
    for node in context.graph.nodes.values():
        abroad = tuple(_abroad(context.graph, node, known, frozenset(allowed)))
        if abroad:
            yield _violation(context.graph, node, abroad, allowed)
        elif facts := tuple(_unsaid(context.graph, node)):
            message = f"Whether all data of {node.name} stays in {', '.join(allowed)} depends on facts nobody stated."
            evidence = Conflict((node.key,), f"Data may lie in {', '.join(allowed)} only.")
            yield Violation((node.key,), message, evidence, missing=facts)


def _keeps(graph: Graph, node: Node) -> bool:
    """Whether data rests in it: a store, or what says for how long or how much it keeps."""
    said = (getattr(node.properties, name, None) for name in ("retention_days", "volume_gb"))
    observer = graph.kind(node).has(Trait.OBSERVER)
    return graph.kind(node).has(Trait.DATA) or (observer and any(value is not None for value in said))


def _abroad(graph: Graph, node: Node, known: set[str], allowed: frozenset[str]) -> Iterator[tuple[str, str]]:
    """(what, region) for each part of the node's data that rests in a region it must not."""
    region = region_of(graph, node)
    if region is not None and region not in allowed and _keeps(graph, node):
        yield "it stands", region
    logs = getattr(node.properties, "log_region", "")
    if logs and logs not in allowed:
        yield "its logs go", logs
    for what, text in _references(node):
        for code in sorted(set(WORD.findall(text)) & (known - allowed)):
            yield what, code
    for backup in getattr(node.properties, "backups", ()):
        for code in sorted(set(WORD.findall(backup.stored_in)) & (known - allowed)):
            yield "its backups lie", code


def _references(node: Node) -> Iterator[tuple[str, str]]:
    """What a program is told of where its data is: addresses in its environment, and its secrets."""
    for name, value in sorted((getattr(node.properties, "environment", None) or {}).items()):
        yield f"it is told a {name}", value
    for secret in getattr(node.properties, "secrets", ()):
        yield "it reads a secret", secret
    scope = getattr(node.properties, "read_scope", "")
    if scope:
        yield "it hands out secrets", scope


def _unsaid(graph: Graph, node: Node) -> Iterator[str]:
    if _keeps(graph, node) and region_of(graph, node) is None:
        yield f"{node.key}: its region"
    if any(
        backup.cross_region and not backup.stored_in for backup in getattr(node.properties, "backups", ())
    ):
        yield f"{node.key}.backups: the region of the copies"
    copied = any(graph.copies.out_edges(node.key))
    if getattr(node.properties, "cross_region_replication", None) and not copied:
        yield f"{node.key}: the region it replicates to"


def _violation(
    graph: Graph, node: Node, abroad: tuple[tuple[str, str], ...], allowed: tuple[str, ...]
) -> Violation:
    copies = [row for row in graph.replications.values() if row.target == node.key]
    where = " and ".join(f"{what} in {region}" for what, region in abroad).replace("go in", "go to")
    sources = ", ".join(sorted({graph.nodes[row.source].name for row in copies}))
    whose = f", a copy of {sources}," if sources else ""
    return Violation(
        subjects=(node.key,),
        message=f"{node.name}{whose} keeps data where it must not be: {where}.",
        evidence=Conflict(
            (node.key, *(row.key for row in copies)), f"Data may lie in {', '.join(allowed)} only; {where}."
        ),
        causes=tuple(region for _, region in abroad),
    )
