from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from topologies.graph import Graph
from topologies.kinds import Trait
from topologies.resilience import Job, Service
from topologies.resilience.jobs import Map
from topologies.validation.context import Context
from topologies.validation.model import Table, Violation
from topologies.validation.names import names
from topologies.validation.registry import rule


@dataclass(frozen=True, slots=True)
class Share:
    """One job that a service needs: its availability as a share of time; at most 1 where `missing` facts would tell."""

    keys: tuple[str, ...]
    most: float
    missing: tuple[str, ...] = ()


@rule(
    "RES10",
    severity="high",
    title="The availability objective is above what the parts can give",
    reads=("objectives.availability_percent",),
    sources=(
        "AWS Well-Architected REL11-BP07",
        "AWS: Availability and Beyond",
        "Google SRE: The Calculus of Service Availability",
    ),
)
def availability_out_of_reach(context: Context) -> Iterator[Violation]:
    """The parts that a service needs are, taken together, promised for less of the time than the service is.

    **What it means.** What a service needs one after the other multiplies: three parts of 99.9 % give 99.7 %. What stands in
    for each other adds up: of two parts of 99 %, one works 99.99 % of the time. Computed so from what is promised of each
    part, the service falls below its objective.

    **Why it matters.** The difference is hours a year, and it is promised to somebody. No care in operation makes up for
    it, for the part that is missing is somebody else's.

    **What to do.** Double the part that gives the least: a second region, a standby, a second provider; or take it out of
    the path: a cache, a queue, an answer that can wait. Or promise what the parts give.

    **Limits.** The figure is the most that there can be: failures are taken to be independent, and a takeover to take no
    time. An instance on a host has what is promised of the host. Name services, and what users do without, are not counted.
    Where the known parts would allow the objective and others state nothing, the verdict is unknown.
    """
    wanted = context.graph.header.objectives.availability_percent
    if wanted is None:
        return
    for service in context.resilience.services:
        shares = [
            _share(context.resilience.map_, job) for job in _in_series(context.resilience.map_, service)
        ]
        reached = prod(share.most for share in shares)
        missing = tuple(sorted({fact for share in shares for fact in share.missing}))
        if reached * 100 < wanted - 1e-9:
            yield _violation(context.graph, service, shares, wanted, reached, ())
        elif missing:
            yield _violation(context.graph, service, shares, wanted, reached, missing)


def _in_series(map_: Map, service: Service) -> list[Job]:
    """What it needs, and the proxies on the way to it."""
    proxies = {
        map_.jobs[place]
        for place in service.parts
        if Trait.PROXY in map_.traits[place] and not all(node.optional for node in map_.nodes[place])
    }
    return sorted(service.needed | proxies, key=lambda job: job.number)


def _share(map_: Map, job: Job) -> Share:
    stated = [(place, _stated(map_, place)) for place in job.members]
    keys = tuple(key for place in job.members for key in map_.units[place].keys)
    missing = tuple(
        f"{map_.units[place].key}.availability_percent" for place, share in stated if share is None
    )
    if missing:
        return Share(keys, 1.0, missing)
    return Share(keys, 1 - prod(1 - _of_all(map_, place, share or 0.0) for place, share in stated))


def _stated(map_: Map, place: int) -> float | None:
    """What is promised of one instance, or of the host that it stands on."""
    node = map_.nodes[place][0]
    host = next((map_.graph.zones[key] for key in sorted(map_.hosts & map_.units[place].around)), None)
    said = [node.properties.availability_percent, host.properties.availability_percent if host else None]
    return next((percent / 100 for percent in said if percent is not None), None)


def _of_all(map_: Map, place: int, share: float) -> float:
    """Of all instances of a unit: those on one host are one, and a promise for a store or a service is for all of it."""
    unit = map_.units[place]
    whole = unit.held or unit.together or Trait.DATA in map_.traits[place]
    return share if whole else 1 - (1 - share) ** unit.copies


def _violation(
    graph: Graph,
    service: Service,
    shares: list[Share],
    wanted: float,
    reached: float,
    missing: tuple[str, ...],
) -> Violation:
    whole = names(graph, service.keys)
    message = f"{whole} is to be available {wanted:g} % of the time; its parts together reach {_percent(reached)} at most."
    if missing:
        message = (
            f"Whether {whole} can be available {wanted:g} % of the time depends on promises nobody stated."
        )
    rows = tuple(
        (names(graph, one.keys), "not stated" if one.missing else _percent(one.most)) for one in shares
    )
    table = Table(("needed", "available"), (*rows, ("all together, at most", _percent(reached))))
    return Violation(service.keys, message, table, missing=missing)


def _percent(share: float) -> str:
    return f"{share * 100:.6g} %"
