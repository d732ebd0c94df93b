from collections import deque
from collections.abc import Iterator, Mapping

from topologies.graph import Link, Node
from topologies.kinds import Trait
from topologies.validation.administration import is_admin
from topologies.validation.context import Context
from topologies.validation.links import decide
from topologies.validation.model import Conflict, Violation
from topologies.validation.registry import rule


@rule(
    "NET06",
    severity="high",
    title="A way to the data goes round the application",
    sources=("AWS Well-Architected SEC05-BP01", "OWASP ASVS 5.0, 13.2"),
)
def tier_bypass(context: Context) -> Iterator[Violation]:
    """Users are drawn to reach a data store without passing any program of the team.

    **What it means.** Following declared traffic from outside, through CDNs, balancers and proxies only, one arrives at a
    database, cache, queue or search engine, and the last step is possible. The application does not stand in between.

    **Why it matters.** The application is what knows who may read which row. Whoever talks to the store directly has only its
    own, coarser rights to get past, and sees its flaws and its error messages.

    **What to do.** Remove the link and let the callers go through the application; or put a program in between that checks
    every request.

    **Limits.** Buckets and other services of a provider that check each request by signature are not judged, nor ports for
    administrators. A link that is not possible is the matter of CON01.
    """
    before = _without_application(context)
    for key in before:
        node = context.graph.nodes[key]
        for link in context.graph.links_from.get(key, ()):
            target = context.graph.nodes[link.target]
            if _is_traffic(context, link) and _is_store(context, target):
                yield from _judged(context, node, link, before)


def _without_application(context: Context) -> Mapping[str, str]:
    """What traffic from outside reaches through proxies alone, each with the part before it ("" = none)."""
    graph = context.graph
    before = {node.key: "" for node in graph.nodes_with(Trait.INTERNET)}
    queue = deque(before)
    while queue:
        key = queue.popleft()
        for link in graph.links_from.get(key, ()):
            proxy = graph.kind(graph.nodes[link.target]).has(Trait.PROXY)
            if proxy and link.target not in before and _is_traffic(context, link):
                before[link.target] = key
                queue.append(link.target)
    return before


def _is_traffic(context: Context, link: Link) -> bool:
    admin = link.port is not None and is_admin(context.graph.ports[link.port])
    return link.role == "traffic" and not admin


def _is_store(context: Context, node: Node) -> bool:
    """A store with a port of its own, whoever runs it; not an interface that checks signed requests."""
    kind = context.graph.kind(node)
    served = bool(kind.ports) or node.key in context.graph.ports_of
    return kind.has(Trait.DATABASE) or (
        kind.has(Trait.DATA) and served and not context.engine.sites.of(node.key).service
    )


def _judged(context: Context, node: Node, link: Link, before: Mapping[str, str]) -> Iterator[Violation]:
    decision = decide(context, link)
    if decision.verdict == "blocked":
        return
    target = context.graph.nodes[link.target]
    way = [*_trail(node.key, before), target.key]
    text = f"{node.name} reaches {target.name} without passing the application."
    if decision.missing:
        text = f"Whether {node.name} reaches {target.name}, round the application, depends on facts nobody stated."
    yield Violation(
        subjects=(node.key, link.key, target.key),
        message=text,
        evidence=Conflict(tuple(way), " -> ".join(way)),
        causes=(link.key,),
        missing=decision.missing,
    )


def _trail(key: str, before: Mapping[str, str]) -> list[str]:
    """The way from outside to this part."""
    trail = [key]
    while before[trail[-1]]:
        trail.append(before[trail[-1]])
    return trail[::-1]
