from collections.abc import Callable, Iterator
from dataclasses import dataclass

import networkx as nx

from topologies.graph import Graph
from topologies.kinds import Trait
from topologies.resilience import Failure, Job, Service, World, after_scaling, failures, worlds
from topologies.resilience.capacity import MEASURES, bears
from topologies.resilience.jobs import Map
from topologies.validation.context import Context
from topologies.validation.model import Table, Violation
from topologies.validation.names import names
from topologies.validation.registry import rule

Count = Callable[[int], int]  # unit -> its instances


@dataclass(frozen=True, slots=True)
class Load:
    """One objective of demand, and what the instances of each unit are said to bear of it."""

    demand: float
    words: str
    fact: str
    each: dict[int, float]


@dataclass(frozen=True, slots=True)
class Short:
    """A job that cannot bear the demand when `without` is lost ("" = nothing is)."""

    load: Load
    job: Job
    without: str
    bears: float


@rule(
    "CAP01",
    severity="high",
    title="The parts cannot bear the demand",
    reads=(
        "environment",
        "objectives.requests_per_second",
        "objectives.requests_per_day",
        "objectives.concurrent_users",
    ),
    sources=(
        "AWS Well-Architected REL11-BP05",
        "AWS Well-Architected REL07-BP04",
        "AWS Builders' Library: static stability",
    ),
)
def overload(context: Context) -> Iterator[Violation]:
    """The load that is expected is more than the instances can bear: all of them, or those that one failure leaves.

    **What it means.** What each instance bears, times as many instances as may run, is led from the users through the
    declared links. Less than the objective arrives: with everything at its largest, or after the loss of one instance, one
    host, one availability zone or one region, scaled as far as what is left may scale.

    **Why it matters.** A service that is doubled for the case of a failure and needs both halves every day is not doubled.
    The half that remains is overloaded at once, and falls too.

    **What to do.** Run as many instances that the demand is borne without one place: with N places, each must bear one part of
    N-1. Let the rest scale further; or lower the demand by caches and limits.

    **Limits.** Demand is what the objectives state; capacity what is stated for each instance, measured or from the document.
    A part that states none bears everything. A failure that leaves nothing is the matter of RES01, RES03 and RES04. Blue and green count together only after a failure. Instances that start
    again elsewhere are taken to be there. Where demand is stated and no program says what it bears, or some of a job say it
    and others do not, the verdict is unknown. Development environments are not judged.
    """
    if context.graph.header.environment == "development":
        return
    loads = list(_loads(context))
    for service in context.resilience.services:
        measured = [load for load in loads if load.each.keys() & service.parts]
        for load in measured:
            yield from _judged(context, service, load)
        programs = _programs(context.resilience.map_, service)
        if loads and programs and not measured:
            yield _unknown(context.resilience.map_, loads[0], programs)


def _loads(context: Context) -> Iterator[Load]:
    map_ = context.resilience.map_
    for objective, fact, words in MEASURES:
        demand = getattr(context.graph.header.objectives, objective)
        if demand:
            each = {place: borne for place in range(len(map_.units)) if (borne := bears(map_, place, fact))}
            yield Load(demand, words, fact, each)


def _programs(map_: Map, service: Service) -> tuple[int, ...]:
    jobs = (job for job in service.needs if Trait.COMPUTE in map_.traits[job.members[0]])
    return tuple(place for job in jobs for place in job.members)


# --- one service ------------------------------------------------------------------------------------------------------


def _judged(context: Context, service: Service, load: Load) -> Iterator[Violation]:
    map_ = context.resilience.map_
    for job in service.needs:
        stated = load.each.keys() & set(job.members)
        if not stated:
            continue
        silent = tuple(place for place in job.members if place not in stated)
        short = _short(context, service, load, job)
        if short:
            yield _violation(map_, short)
        elif silent:
            yield _unknown(map_, load, silent)


def _short(context: Context, service: Service, load: Load, job: Job) -> list[Short]:
    """Without anything lost, else after each failure that leaves too little; what takes all is no overload."""
    map_ = context.resilience.map_
    borne = _flow(map_, service, load, job, lambda place: map_.units[place].limit, _idle(map_))
    if borne < load.demand:
        return [Short(load, job, "", borne)]
    found = []
    for failure in _failures(context, load, job):
        world = worlds(map_, failure)[1]
        borne = _flow(map_, service, load, job, _left(world), set())
        if 0 < borne < load.demand:
            found.append(Short(load, job, ", ".join(failure.removed), borne))
    return found


def _left(world: World) -> Count:
    return lambda place: after_scaling(place, world)


def _failures(context: Context, load: Load, job: Job) -> Iterator[Failure]:
    """Every zone and region; of the single instances and of the hosts the one of this job that bears most."""
    map_, graph = context.resilience.map_, context.graph
    weight = {place: load.each.get(place, 0.0) for place in job.members}
    heaviest = max(job.members, key=lambda place: (weight[place], map_.units[place].key))
    yield Failure("node", (map_.units[heaviest].key,))
    hosts: dict[str, float] = {}
    for place in job.members:
        for host in map_.hosts & map_.units[place].around:
            hosts[host] = hosts.get(host, 0.0) + weight[place] * map_.units[place].limit
    if hosts:
        yield Failure("host", (max(sorted(hosts), key=lambda host: hosts[host]),))
    members = tuple(map_.units[place] for place in job.members)
    for failure in failures(graph, members, ["zone", "region"]):
        if not failure.unnamed:
            yield failure


def _idle(map_: Map) -> set[tuple[int, int]]:
    """Pairs of units between which no traffic goes now: every link between them has weight 0."""
    weights: dict[tuple[int, int], list[int | None]] = {}
    for link in map_.graph.links.values():
        weights.setdefault((map_.number[link.source], map_.number[link.target]), []).append(link.weight)
    return {pair for pair, rows in weights.items() if all(weight == 0 for weight in rows)}


def _flow(
    map_: Map, service: Service, load: Load, job: Job, count: Count, idle: set[tuple[int, int]]
) -> float:
    """As much of the demand as reaches the job and is borne on the way: a maximum flow."""
    ways: nx.DiGraph[object] = nx.DiGraph()
    for place in service.parts:
        most = load.each[place] * count(place) if place in load.each else load.demand if count(place) else 0
        ways.add_edge(("in", place), ("out", place), capacity=min(most, load.demand))
        for target in map_.leads[place]:
            if target in service.parts and (place, target) not in idle:
                ways.add_edge(("out", place), ("in", target), capacity=load.demand)
    for place in service.entry.members:
        ways.add_edge("users", ("in", place), capacity=load.demand)
    for place in job.members:
        ways.add_edge(("out", place), "served", capacity=load.demand)
    ways.add_edge("demand", "users", capacity=load.demand)
    found: float = nx.maximum_flow_value(ways, "demand", "served")
    return found


# --- what is said -----------------------------------------------------------------------------------------------------


def _violation(map_: Map, short: list[Short]) -> Violation:
    load, worst = short[0].load, min(short, key=lambda one: (one.bears, one.without))
    keys = tuple(key for place in short[0].job.members for key in map_.units[place].keys)
    graph, lost = map_.graph, _lost(map_.graph, worst)
    after = f"Without {lost}, what is left of " if lost else ""
    message = f"{after}{names(graph, keys)} can bear {worst.bears:,.6g} of {load.demand:,.6g} {load.words}."
    rows = tuple(
        (_lost(graph, one) or "nothing", f"{one.bears:,.6g}", f"{load.demand:,.6g}") for one in short
    )
    table = Table(("lost", f"{load.words} borne", "demand"), rows)
    return Violation(keys, message, table, (load.fact, *(one.without for one in short)))


def _lost(graph: Graph, short: Short) -> str:
    return names(graph, short.without.split(", ")) if short.without else ""


def _unknown(map_: Map, load: Load, places: tuple[int, ...]) -> Violation:
    keys = tuple(key for place in places for key in map_.units[place].keys)
    table = Table(("part", "bears"), tuple((names(map_.graph, [key]), "not stated") for key in keys))
    message = f"Whether {names(map_.graph, keys)} can bear {load.demand:,.6g} {load.words} is not stated."
    missing = tuple(f"{map_.units[place].key}.{load.fact}" for place in places)
    return Violation(keys, message, table, (load.fact,), missing)
