"""Ways from the internet shut: each fix is enough by itself."""

from collections.abc import Iterator

from topologies.graph import Graph, Node, Port, Rule
from topologies.kinds import Trait
from topologies.reachability import INTERNET, Answer
from topologies.reachability.spans import everything, of_cidr, size
from topologies.validation.context import Context
from topologies.validation.fixes.fix import Fix, update
from topologies.validation.fixes.narrowing import narrowed
from topologies.validation.fixes.peers import calls_to, is_data

FLAGS = ("publicly_accessible", "public_ip", "public")
WIDE = 1 / 256  # of all addresses, as the engine counts


def closed(context: Context, node: Node, port: Port, answer: Answer) -> Iterator[Fix]:
    """Ways to keep the internet from this port, the least first. None may cut off anybody who is drawn to call it."""
    public = any(context.engine.sites.of(call.caller).anybody for call in calls_to(context, node))
    if not public or is_data(context.graph, node.key):
        yield from _by_rules(context, node, port, answer)
    if not public:
        yield from by_address(context.graph, node)
        yield from bound(context, node, port)


def _by_rules(context: Context, node: Node, port: Port, answer: Answer) -> Iterator[Fix]:
    deciding = {key for hop in answer.hops[-1:] for key in hop.rules}
    for layer in context.engine.sites.of(node.key).guards:
        keys = {group.key for group in layer}
        if any(group.default_ingress == "allow" for group in layer):
            continue
        rows = [
            row for key in sorted(keys) for row in context.graph.rules_of.get(key, ()) if _admits(row, port)
        ]
        if not rows or not deciding & {row.key for row in rows}:
            continue
        groups = sorted({row.group for row in rows})
        steps = [narrowed(context, [row for row in rows if row.group == group]) for group in groups]
        if all(steps):
            text = f"Let {' and '.join(groups)} admit the callers that are drawn, and nobody else."
            yield Fix(text, tuple(operation for step in steps for operation in step))


def _admits(row: Rule, port: Port) -> bool:
    if row.direction != "ingress" or row.cidr is None or row.protocol not in (port.protocol, "all"):
        return False
    meets = row.ports[0] <= port.last and port.number <= row.ports[1]
    return meets and any(
        size(of_cidr(row.cidr, family)) >= size(everything(family)) * WIDE for family in (4, 6)
    )


def by_address(graph: Graph, node: Node) -> Iterator[Fix]:
    """Public access taken away from the node itself."""
    always = graph.kind(node).has(Trait.PUBLIC)
    flags = [] if always else [name for name in FLAGS if getattr(node.properties, name, None) is True]
    if flags:
        yield Fix(
            f"Take public access away from {node.key}.",
            (update(node.key, properties=dict.fromkeys(flags, False)),),
        )


def bound(context: Context, node: Node, port: Port) -> Iterator[Fix]:
    """The port on its private addresses, or on localhost where nobody calls it from elsewhere."""
    sites, graph = context.engine.sites, context.graph
    if port.bind == "localhost" or sites.of(node.key).place == "edge":
        return
    outside = [call.caller for call in calls_to(context, node) if port.number <= call.port <= port.last]
    if port.bind == "all" and all(_is_private(context, key, node.key) for key in outside):
        yield Fix(f"Bind {port.key} to private addresses.", (update(port.key, bind="private"),))
    if not outside and sites.of(node.key).host and graph.links_to.get(node.key):
        yield Fix(f"Bind {port.key} to localhost.", (update(port.key, bind="localhost"),))


def _is_private(context: Context, caller: str, target: str) -> bool:
    """Whether the caller comes by a way that is not the internet."""
    one, other = context.engine.sites.of(caller), context.engine.sites.of(target)
    return caller != INTERNET and one.place == "network" and one.network == other.network
