from collections.abc import Iterator
from typing import Literal

from topologies.graph import Graph, Link
from topologies.kinds import Trait
from topologies.validation.context import Context
from topologies.validation.encryption import encrypted
from topologies.validation.facts import Fact
from topologies.validation.fixes import Fix, update
from topologies.validation.model import Conflict, Violation
from topologies.validation.registry import rule

Answer = Literal["fine", "plain", "unsaid"]


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
    graph, hops = context.graph, context.facts(_hops)
    for hop in hops:
        if hop.said == "plain":
            yield _violation(graph, graph.links[hop.keys[0]])
    unsure = [graph.links[hop.keys[0]] for hop in hops if hop.said == "unsaid"]
    if unsure:
        yield _unknown(graph, unsure)


def _hops(context: Context) -> Iterator[Fact[Answer]]:
    """Links that are not fine."""
    graph = context.graph
    answers: dict[tuple[object, ...], Answer] = {}
    for link in _sensitive(graph):
        # Links from one place that say the same of one target share the answer.
        said = graph.nodes[link.source].zone, link.target, link.port, link.protocol, link.encrypted
        if said not in answers:
            answers[said] = _answer(graph, link)
        if answers[said] == "unsaid" or (answers[said] == "plain" and not _redirects(graph, link)):
            yield Fact((link.key,), answers[said])


def _sensitive(graph: Graph) -> Iterator[Link]:
    """Traffic of users and to data."""
    users = {node.key for node in graph.nodes_with(Trait.INTERNET)}
    stores = {node.key for node in graph.nodes_with(Trait.DATA)}
    for link in graph.links.values():
        if link.role == "traffic" and (link.source in users or link.target in stores):
            yield link


def _answer(graph: Graph, link: Link) -> Answer:
    """What stays on one host is fine, and so is what nobody speaks of inside one network."""
    secret = encrypted(graph, link)
    if secret or _inside(graph, link, Trait.HOST):
        return "fine"
    if secret is False:
        return "plain"
    return "fine" if _inside(graph, link, Trait.NETWORK) else "unsaid"


def _redirects(graph: Graph, link: Link) -> bool:
    beside = (
        row for row in graph.links_from[link.source] if row.target == link.target and row.port != link.port
    )
    return graph.kind(graph.nodes[link.source]).has(Trait.INTERNET) and any(
        encrypted(graph, row) for row in beside
    )


def _inside(graph: Graph, link: Link, trait: Trait) -> bool:
    source, target = (graph.enclosing(graph.nodes[key], trait) for key in (link.source, link.target))
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
