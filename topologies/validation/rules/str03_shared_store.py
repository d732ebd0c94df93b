from collections import defaultdict
from collections.abc import Iterator

from topologies.graph import Graph, Link, Node
from topologies.kinds import Trait
from topologies.validation.context import Context
from topologies.validation.facts import Fact
from topologies.validation.model import Conflict, Violation
from topologies.validation.registry import rule


@rule(
    "STR03",
    severity="medium",
    title="Environments or slots share a data store",
    whole=True,
    sources=("AWS Well-Architected REL08-BP04", "AWS: blue/green deployments, managing schema changes"),
)
def shared_store(context: Context) -> Iterator[Violation]:
    """Two environments, or blue and green, of which one is to be replaceable by the other, keep their data in the same store.

    **What it means.** A store is said to serve other environments too. Or nodes of both slots have links to one database,
    cache, queue or bucket.

    **Why it matters.** A test that empties its tables empties those of the users, and whoever gets into the weaker
    environment has the data of the stronger. Going back to the old slot brings back the old code, and not the old data: a migration, a new format
    in the cache or a job that the new version queued stays. And the idle slot can change what users see before anybody has
    switched to it.

    **What to do.** Give each environment a store of its own. For slots, change the store in steps that both versions can live with: add first, move, remove a release later. Give
    each slot its own keys in caches and queues. Or give the slots stores of their own and copy between them.

    State that data changes are backward-compatible where that is how you work: then slots may share.

    **Limits.** One topology is one environment, so what others share with it is seen where a store names them. A store without any link, where there are slots, is unknown.
    """
    for fact in context.facts(_many_environments):
        yield fact.said
    graph = context.graph
    slots: dict[str, str] = {node.key: node.slot for node in graph.nodes.values() if node.slot}
    if len(set(slots.values())) < 2:
        return
    for store in graph.nodes_with(Trait.DATA):
        yield from _judged(graph, store, slots)


def _many_environments(context: Context) -> Iterator[Fact[Violation]]:
    for store in context.graph.nodes_with(Trait.DATA):
        yield from (Fact((store.key,), found) for found in _between_environments(store))


def _between_environments(store: Node) -> Iterator[Violation]:
    names: tuple[str, ...] = getattr(store.properties, "environments", ())
    if len(set(names)) > 1:
        text = f"{store.key} serves {', '.join(names)}."
        message = f"{', '.join(names[:-1]).capitalize()} and {names[-1]} all keep data in {store.name}."
        yield Violation((store.key,), message, Conflict((store.key,), text), tuple(sorted(set(names))))


def _judged(graph: Graph, store: Node, slots: dict[str, str]) -> Iterator[Violation]:
    links = [link for link in graph.links_to.get(store.key, ()) if link.role == "traffic"]
    users: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        if link.source in slots:
            users[slots[link.source]].append(link)
    if len(users) > 1 and not all(_compatible(graph, link) for row in users.values() for link in row):
        names = " and ".join(sorted(users))
        causes = tuple(link.key for slot in sorted(users) for link in users[slot])
        evidence = Conflict((store.key, *causes), f"Used by {', '.join(causes)}.")
        yield Violation(
            (store.key,), f"{names.capitalize()} both use {store.name}.", evidence, tuple(sorted(users))
        )
    elif not links and not graph.copies.degree(store.key):
        evidence = Conflict((store.key,), "No link leads to it.")
        message = f"Whether blue and green share {store.name} depends on links nobody drew."
        yield Violation((store.key,), message, evidence, missing=(f"{store.key}: who uses it",))


def _compatible(graph: Graph, link: Link) -> bool:
    """Whether the slot is said to change data only in steps that the other version can live with."""
    deployment = getattr(graph.nodes[link.source].properties, "deployment", None)
    return deployment is not None and deployment.data_changes == "backward-compatible"
