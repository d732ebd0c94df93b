from collections.abc import Iterator

from topologies.resilience import Unit, on_hosts
from topologies.validation.context import Context
from topologies.validation.model import Lost, Violation
from topologies.validation.names import name, names
from topologies.validation.registry import rule


@rule(
    "RES06",
    severity="high",
    title="Copies that fail together",
    reads=("environment",),
    sources=("AWS Well-Architected REL10-BP01",),
)
def correlated_redundancy(context: Context) -> Iterator[Violation]:
    """A part was doubled against failure, and all its copies stand on one machine.

    **What it means.** Several instances do one job, so that none of them is a single point of failure; but one host holds
    all of them, or every path to all of them.

    **Why it matters.** Two processes on one machine survive a crash of either. They do not survive the machine: its disk,
    its kernel, its restart. The second copy costs memory and gives little.

    **What to do.** Put the copies on different machines, in different availability zones.

    **Limits.** Only hosts are judged; copies that share a named zone are RES02's matter, and what one host holds a single
    instance of is RES01's. Nodes of which nobody says in which of several zones they stand may share one: then the verdict
    is unknown. Development environments are not judged.
    """
    if context.graph.header.environment == "development":
        return
    yield from _on_one_host(context)
    yield from _perhaps_in_one_zone(context)


def _on_one_host(context: Context) -> Iterator[Violation]:
    simulator = context.resilience
    if not simulator.map_.hosts:
        return
    known = {key for point in simulator.singles for key in point.lost}
    for point in simulator.points(on_hosts):
        copies = tuple(key for key in point.lost if key in point.keys and key not in known)
        if copies:
            yield Violation(
                subjects=(*copies, point.place),
                message=f"All instances of {names(context.graph, copies)} stand on {name(context.graph, point.place)} and fail with it.",
                evidence=Lost((point.place,), point.lost),
            )


def _perhaps_in_one_zone(context: Context) -> Iterator[Violation]:
    units = context.resilience.map_.units
    jobs = {job for service in context.resilience.services for job in service.needs if not job.stores}
    for job in sorted(jobs, key=lambda job: job.number):
        members = [units[place] for place in job.members]
        if len(members) > 1 and all(map(_drifts, members)) and set.intersection(*map(_zones, members)):
            keys = tuple(unit.key for unit in members)
            yield Violation(
                subjects=keys,
                message=f"Nobody says whether {names(context.graph, keys)} stand in different availability zones.",
                evidence=Lost(tuple(sorted(set.intersection(*map(_zones, members)))), keys),
                missing=tuple(unit.missing for unit in members),
            )


def _zones(unit: Unit) -> set[str]:
    return set(unit.zones)


def _drifts(unit: Unit) -> bool:
    return unit.drifts and not unit.doubtful
