"""Stores kept from calling whom they like."""

from topologies.graph import SecurityGroup
from topologies.operations import Operation
from topologies.reachability.sites import Site
from topologies.reachability.spans import FAMILIES, everything, of_cidr, size
from topologies.validation.context import Context
from topologies.validation.fixes.fix import Fix, update
from topologies.validation.fixes.narrowing import narrowed

WIDE = 1 / 256  # of all addresses, as the engine counts


def held_back(context: Context, site: Site) -> tuple[Fix, ...]:
    """The site's groups let out to what their members are drawn to call, and nowhere else."""
    if any(group.default_egress == "allow" and _talks(context, group) for group in site.guards[0]):
        return ()
    steps: list[Operation] = [
        update(group.key, default_egress="deny")
        for group in site.guards[0]
        if group.default_egress == "allow"
    ]
    for group in site.guards[0]:
        rows = [row for row in context.graph.rules_of.get(group.key, ()) if _is_free(row.direction, row.cidr)]
        if rows:
            cut = narrowed(context, rows)
            if not cut:
                return ()
            steps += cut
    names = " and ".join(group.key for group in site.guards[0])
    text = f"Let {names} out to what is drawn to be called, and nowhere else."
    return (Fix(text, tuple(steps)),) if steps else ()


def _talks(context: Context, group: SecurityGroup) -> bool:
    """Whether a member is drawn to call anybody: a default says nothing of whom to keep."""
    graph = context.graph
    members = {
        node.key for node in graph.nodes.values() if group.key in context.engine.sites.of(node.key).groups
    }
    copies = {row.source for row in graph.replications.values()} | {
        row.target for row in graph.replications.values()
    }
    return any(key in copies or graph.links_from.get(key) for key in members)


def _is_free(direction: str, cidr: str | None) -> bool:
    wide = cidr is not None and any(
        size(of_cidr(cidr, family)) >= size(everything(family)) * WIDE for family in FAMILIES
    )
    return direction == "egress" and wide
