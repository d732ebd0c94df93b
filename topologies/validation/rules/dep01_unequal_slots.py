from collections import defaultdict
from collections.abc import Iterator

from topologies.graph import Graph, Node
from topologies.validation.context import Context
from topologies.validation.fixes import Fix, update
from topologies.validation.model import Table, Violation
from topologies.validation.registry import rule

# What decides whether a slot can carry the other's load; images and settings differ between releases by intent.
SIZES = ("vcpus", "memory_mb", "instance_type", "workers", "worker_memory_mb")


@rule(
    "DEP01",
    severity="high",
    title="Blue and green are not equal",
    whole=True,
    sources=("AWS Well-Architected REL08-BP04", "AWS: blue/green deployments on AWS"),
)
def unequal_slots(context: Context) -> Iterator[Violation]:
    """The slot that is to take over is not what the other slot is.

    **What it means.** A part of one slot has no counterpart in the other; or the two differ in the number of instances, in
    their size, or in what they call.

    **Why it matters.** All users are sent to the other slot in one moment. If it is smaller it falls over; if it cannot
    reach what the old one reached, it answers with errors; and the way back is the same gamble.

    **What to do.** Make both slots from one template, so that they differ in their release alone.

    **Limits.** Parts are counterparts when they are of one kind and their keys differ in the slot's name only. Links
    that are not traffic are left out. A size that one side states and the other does not is unknown.
    """
    pairs: dict[tuple[str, str], dict[str, Node]] = defaultdict(dict)
    for node in context.graph.nodes.values():
        if node.slot:
            words = (word for word in node.key.split("-") if word != node.slot)
            pairs[node.kind, "-".join(words)][node.slot] = node
    if len({slot for pair in pairs.values() for slot in pair}) == 2:
        for pair in pairs.values():
            yield from _judged(context.graph, pair)


def _judged(graph: Graph, pair: dict[str, Node]) -> Iterator[Violation]:
    if len(pair) == 1:
        (slot, node), other = next(iter(pair.items())), "green" if "blue" in pair else "blue"
        table = Table(("what", slot, other), (("part", node.key, "none"),))
        yield Violation((node.key,), f"{node.name} of {slot} has no counterpart in {other}.", table)
        return
    rows = tuple(_rows(graph, pair))
    differing = tuple(row for row in rows if "not stated" not in row[1:] and row[1] != row[2])
    unsaid = tuple(row for row in rows if "not stated" in row[1:] and row[1] != row[2])
    keys = (pair["blue"].key, pair["green"].key)
    names = f"{pair['blue'].name} and {pair['green'].name}"
    if differing:
        what = ", ".join(row[0] for row in differing)
        message = f"{names} are meant to replace each other and differ: {what}."
        table = Table(("what", "blue", "green"), differing)
        causes = tuple(row[0] for row in differing)
        yield Violation(keys, message, table, causes, fixes=tuple(_fixes(pair, causes)))
    elif unsaid:
        facts = tuple(f"{keys[0] if row[1] == 'not stated' else keys[1]}.{row[0]}" for row in unsaid)
        message = f"Whether {names} are equal depends on facts that only one of them states."
        yield Violation(keys, message, Table(("what", "blue", "green"), unsaid), missing=facts)


def _rows(graph: Graph, pair: dict[str, Node]) -> Iterator[tuple[str, str, str]]:
    blue, green = pair["blue"], pair["green"]
    yield "instances", _instances(blue), _instances(green)
    for name in SIZES:
        yield name, _said(blue, name), _said(green, name)
    yield "calls", _calls(graph, blue), _calls(graph, green)


def _instances(node: Node) -> str:
    return f"{node.min_instances} to {node.max_instances}"


def _said(node: Node, name: str) -> str:
    value = getattr(node.properties, name, None)
    return "not stated" if value in (None, "") else str(value)


def _calls(graph: Graph, node: Node) -> str:
    """What it calls; parts of its own slot by the name that both slots share."""
    targets = {link.target for link in graph.links_from.get(node.key, ()) if link.role == "traffic"}
    own = {key: "-".join(word for word in key.split("-") if word != node.slot) for key in targets}
    return (
        ", ".join(sorted(own[key] if graph.nodes[key].slot == node.slot else key for key in targets))
        or "nothing"
    )


def _fixes(pair: dict[str, Node], what: tuple[str, ...]) -> Iterator[Fix]:
    """Either slot made like the other; what a slot calls is for its architect to say."""
    if "calls" in what:
        return
    for like, other in ((pair["blue"], pair["green"]), (pair["green"], pair["blue"])):
        counts = {"min_instances": like.min_instances, "max_instances": like.max_instances}
        sizes = {name: getattr(like.properties, name) for name in what if name != "instances"}
        operation = update(other.key, properties=sizes or None, **(counts if "instances" in what else {}))
        yield Fix(f"Make {other.key} like {like.key}: {', '.join(what)}.", (operation,))
