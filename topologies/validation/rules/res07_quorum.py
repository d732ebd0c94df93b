from collections.abc import Iterator

from topologies.graph import Graph, Node
from topologies.kinds import Trait
from topologies.validation.context import Context
from topologies.validation.model import Table, Violation
from topologies.validation.registry import rule
from topologies.validation.spread import spread


@rule(
    "RES07",
    severity="high",
    title="The loss of a zone takes the majority away",
    reads=("environment",),
    sources=(
        "Elasticsearch: resilience in small clusters",
        "RabbitMQ: quorum queues",
        "AWS Well-Architected REL10-BP01",
    ),
)
def quorum(context: Context) -> Iterator[Violation]:
    """A cluster that decides by majority stands in too few availability zones to survive the loss of one.

    **What it means.** More than half of the voting nodes must see each other. Spread over two zones, one of them holds half
    of them or more, so the loss of that zone stops the cluster, however many nodes there are.

    **Why it matters.** The cluster was built of several nodes in order to survive exactly this. What is left refuses
    writes, or everything, although its machines run.

    **What to do.** Spread an odd number of voting nodes over three zones, evenly. A small node that only votes is enough in
    the third.

    **Limits.** Judged are search clusters and queues that are stated to be quorum queues. The nodes are taken to be spread as
    evenly as can be. A cluster in one zone is the matter of another rule; an even number in three zones or more is not
    judged. Where the zones are not named, the verdict is unknown.
    """
    if context.graph.header.environment == "development":
        return
    for node in context.graph.nodes_with(Trait.DATA):
        voters = _voters(node)
        if voters > 1:
            yield from _judged(context.graph, node, voters)


def _voters(node: Node) -> int:
    """How many nodes elect: those dedicated to it where they are counted; 0 = it does not decide by majority."""
    said = node.properties
    elects = hasattr(said, "dedicated_masters") or getattr(said, "queue_type", "") == "quorum"
    count = getattr(said, "dedicated_master_count", None) or getattr(said, "node_count", None)
    return int(count or node.min_instances) if elects else 0


def _judged(graph: Graph, node: Node, voters: int) -> Iterator[Violation]:
    where = spread(graph, node)
    zones = len(where.domains)
    largest = -(-voters // zones) if zones else 0
    table = Table(
        ("voting nodes", "zones", "left after the loss of one"),
        (
            (
                str(voters),
                ", ".join(sorted(where.domains)) or "not named",
                str(voters - largest) if zones else "not known",
            ),
        ),
    )
    if not zones and not where.alone:
        message = f"Whether {node.name} keeps a majority when a zone is lost depends on zones nobody named."
        fact = where.missing or (f"{node.key}.availability_zones",)
        yield Violation((node.key,), message, table, (), fact)
    elif zones > 1 and (zones == 2 or voters % 2) and 2 * (voters - largest) <= voters:
        message = f"{node.name} loses its majority of {voters} voting nodes with one of {zones} zones."
        yield Violation((node.key,), message, table, where.places)
