"""Traffic that is possible, drawn."""

from collections.abc import Iterable

from topologies.graph import Graph, Port
from topologies.operations.wire import Connect
from topologies.validation.fixes.fix import Fix
from topologies.validation.fixes.fresh import Fresh


def declared(graph: Graph, flows: Iterable[tuple[str, Port]]) -> tuple[Fix, ...]:
    """A link for each caller and port: for traffic that is meant. TLS ports are drawn as encrypted."""
    fresh, steps = Fresh(graph), []
    for source, port in flows:
        key = fresh.key(source, "to", port.node, port.number)
        secret = True if port.tls else None
        link = Connect(key=key, source=source, target=port.node, port=port.key, encrypted=secret)
        steps.append(link)
    names = ", ".join(f"{step.source} to {step.target}" for step in steps)
    return (Fix(f"Draw the traffic, if it is meant: {names}.", tuple(steps)),)
