from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import networkx as nx

from topologies.graph import Graph, Replication
from topologies.validation.context import Context
from topologies.validation.live_copies import live
from topologies.validation.model import Table, Violation
from topologies.validation.registry import rule


@dataclass(frozen=True, slots=True)
class Delay:
    """The slowest way to a copy: its replications, the seconds they add up to, and those that state no lag."""

    seconds: float = 0
    way: tuple[Replication, ...] = ()
    unsaid: tuple[str, ...] = ()


@rule(
    "REP03",
    severity="high",
    title="Replication lag exceeds the recovery point objective",
    reads=("objectives.rpo_seconds",),
    sources=("AWS Well-Architected REL13-BP01", "PostgreSQL: cascading replication"),
)
def lag_over_rpo(context: Context) -> Iterator[Violation]:
    """A copy that is meant to take over is further behind than the recovery point objective allows.

    **What it means.** A replication says that its copy takes over, by hand or by itself. The lags on the way from the
    writer to that copy add up to more than the objective: each step of a chain waits for the one before it.

    **Why it matters.** What the copy has not received is lost on a failover. The objective promised otherwise.

    **What to do.** Copy straight from the writer in place of a chain, make the step synchronous where the distance allows
    it, or let another copy take over. Or change the objective.

    **Limits.** Judged are copies that a failover is stated for; a copy that only serves reads may lag. A synchronous step
    has no lag. An asynchronous step that states none makes the verdict unknown, unless the others exceed the objective.
    """
    objective = context.graph.header.objectives.rpo_seconds
    if objective is None:
        return
    for key, delay in _delays(context.graph).items():
        standby = any(row.target == key and row.failover != "none" for row in delay.way)
        if standby and (delay.seconds > objective or delay.unsaid):
            yield _violation(context.graph, key, delay, objective)


def _delays(graph: Graph) -> Mapping[str, Delay]:
    """The slowest way to each copy; databases in a circle have none."""
    copies = live(graph)
    way: nx.DiGraph[str] = nx.DiGraph()
    way.add_edges_from((row.source, row.target) for row in copies)
    incoming: dict[str, list[Replication]] = {}
    for row in copies:
        incoming.setdefault(row.target, []).append(row)
    circles = {key for keys in nx.strongly_connected_components(way) if len(keys) > 1 for key in keys}
    way.remove_nodes_from(circles)
    delays: dict[str, Delay] = {}
    for key in nx.topological_sort(way):
        steps = (_step(delays.get(row.source, Delay()), row) for row in incoming.get(key, ()))
        delays[key] = max(steps, key=lambda delay: (delay.seconds, len(delay.unsaid)), default=Delay())
    return delays


def _step(before: Delay, row: Replication) -> Delay:
    unsaid = (f"{row.key}.lag_seconds",) if row.lag_seconds is None and row.mode != "sync" else ()
    lag = 0 if row.mode == "sync" else row.lag_seconds or 0
    return Delay(before.seconds + lag, (*before.way, row), (*before.unsaid, *unsaid))


def _violation(graph: Graph, key: str, delay: Delay, objective: float) -> Violation:
    name, late = graph.nodes[key].name, delay.seconds > objective
    message = f"{name} takes over {delay.seconds:g} s behind the writer; {objective:g} s are allowed."
    if not late:
        message = f"Whether {name} is at most {objective:g} s behind when it takes over depends on lags nobody stated."
    rows = tuple((row.key, row.mode, _said(row)) for row in delay.way)
    return Violation(
        subjects=(key,),
        message=message,
        evidence=Table(("replication", "mode", "lag"), (*rows, ("sum", "", f"{delay.seconds:g} s"))),
        causes=tuple(row.key for row in delay.way),
        missing=() if late else delay.unsaid,
    )


def _said(row: Replication) -> str:
    return (
        "none"
        if row.mode == "sync"
        else "not stated"
        if row.lag_seconds is None
        else f"{row.lag_seconds:g} s"
    )
