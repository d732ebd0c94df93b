from collections.abc import Iterator

from topologies.graph import Graph, Link
from topologies.kinds import Trait
from topologies.validation.context import Context
from topologies.validation.encryption import encrypted
from topologies.validation.fixes import Fix, update
from topologies.validation.model import Conflict, Violation
from topologies.validation.registry import rule


@rule(
    "GOV02",
    severity="high",
    title="Data travels in plain text",
    whole=True,
    sources=("AWS Security Hub ELB.1", "Checkov CKV2_AWS_20", "AWS Well-Architected SEC09-BP02"),
)
def unencrypted_hop(context: Context) -> Iterator[Violation]:
    """Users' requests, or traffic with a data store, go unencrypted over a network.

    **What it means.** A link from the internet, or to a store, is said to be unencrypted, or its protocol or URL scheme is one
    without encryption (http, redis, amqp), or its target is said to accept plain text. Both ends are not on one host.

    **Why it matters.** Whoever stands on the way reads sessions, passwords and rows, and can change them. Inside a private
    network that is every machine that was broken into.

    **What to do.** Speak TLS on this hop and refuse anything else: rediss in place of redis, https in place of http, and
    a setting of the store that rejects plain connections.

    **Limits.** A plain port beside an encrypted one for the same users is taken to redirect. Where nobody says whether a link
    is encrypted, the verdict is unknown only if it leaves its network; one finding names all such links. Telemetry and administration are not judged.
    """
    graph, unsure = context.graph, list[Link]()
    answers: dict[tuple[object, ...], bool | None] = {}  # links that say the same to one target share theirs
    for link in _judged(graph):
        said = link.target, link.port, link.protocol, link.encrypted
        if said not in answers:
            answers[said] = encrypted(graph, link)
        if answers[said] is False and not _redirects(graph, link):
            yield _violation(graph, link)
        elif answers[said] is None and not _inside(graph, link):
            unsure.append(link)
    if unsure:
        yield _unknown(graph, unsure)


def _judged(graph: Graph) -> Iterator[Link]:
    """Traffic of users and to data, but for what stays on one host."""
    users = {node.key for node in graph.nodes_with(Trait.INTERNET)}
    stores = {node.key for node in graph.nodes_with(Trait.DATA)}
    for link in graph.links.values():
        if link.role == "traffic" and (link.source in users or link.target in stores):
            host = graph.enclosing(graph.nodes[link.source], Trait.HOST)
            if host is None or host is not graph.enclosing(graph.nodes[link.target], Trait.HOST):
                yield link


def _redirects(graph: Graph, link: Link) -> bool:
    beside = (
        row for row in graph.links_from[link.source] if row.target == link.target and row.port != link.port
    )
    return graph.kind(graph.nodes[link.source]).has(Trait.INTERNET) and any(
        encrypted(graph, row) for row in beside
    )


def _inside(graph: Graph, link: Link) -> bool:
    source, target = (graph.enclosing(graph.nodes[key], Trait.NETWORK) for key in (link.source, link.target))
    return source is not None and source is target


def _violation(graph: Graph, link: Link) -> Violation:
    source, target = graph.nodes[link.source].name, graph.nodes[link.target].name
    why = "it is stated to be unencrypted" if link.encrypted is False else f"its protocol is {link.protocol}"
    if link.encrypted is None and not link.protocol:
        why = f"{link.target} is stated to accept plain text"
    message = f"{source} talks to {target} in plain text."
    fix = Fix(f"Encrypt {link.key}.", (update(link.key, encrypted=True),))
    evidence = Conflict((link.key, link.source, link.target), f"{why}.")
    return Violation((link.key,), message, evidence, (link.key,), fixes=(fix,))


def _unknown(graph: Graph, links: list[Link]) -> Violation:
    targets = tuple(sorted({link.target for link in links}))
    names = ", ".join(graph.nodes[key].name for key in targets)
    missing = tuple(f"{link.key}.encrypted" for link in links)
    message = f"Whether all traffic to {names} is encrypted is not stated."
    return Violation(
        targets, message, Conflict(tuple(link.key for link in links), "Nobody says."), (), missing
    )
