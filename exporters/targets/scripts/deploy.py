"""The deployment of one program on a host, in the steps that its document states."""

import re
from dataclasses import dataclass

from exporters.addresses import same_host, tcp_port
from exporters.formats.remarks import remark, title
from exporters.formats.shell import command, word, words_of
from exporters.targets.scripts import texts
from exporters.targets.scripts.texts import filled
from topologies.graph import Fault, Faults, Graph, Node
from topologies.kinds import Trait
from topologies.kinds.nodes.file_store import FileStore
from topologies.kinds.nodes.on_demand_job import OnDemandJob
from topologies.kinds.properties import Compute, Deployment

_URL = re.compile(r"https?://[A-Za-z0-9.:/_-]+")


@dataclass(frozen=True, slots=True)
class Rollout:
    """A program whose new code arrives on its own host, where its files lie, and what is drawn to start that."""

    node: Node
    said: Deployment
    files: Node
    folder: str
    covered: frozenset[str]


def rollouts(graph: Graph) -> tuple[Rollout, ...]:
    """Every program on a host whose deployment is stated step by step, by key."""
    found = (_rollout(graph, node) for node in graph.nodes.values())
    return tuple(one for one in found if one is not None)


def _rollout(graph: Graph, node: Node) -> Rollout | None:
    said = node.properties
    host = graph.enclosing(node, Trait.HOST)
    if host is None or not isinstance(said, Compute) or said.deployment is None or not said.deployment.steps:
        return None
    for other in graph.nodes.values():
        files = other.properties
        if isinstance(files, FileStore) and files.path.startswith("/") and same_host(graph, node, other):
            started = [
                key
                for link in graph.links_to.get(node.key, ())
                if isinstance(graph.nodes[link.source].properties, OnDemandJob)
                for key in (link.key, link.source)
            ]
            covered = frozenset([node.key, other.key, host.key, *started])
            return Rollout(node, said.deployment, other, files.path.rstrip("/"), covered)
    return None


def script(graph: Graph, one: Rollout) -> str:
    """The text of deploy.sh."""
    lines = [_line(one.node, text) for text in one.said.steps]
    fetch = [line for line in lines if line.startswith("git ")]
    build = [line for line in lines if line not in fetch]
    url = health_url(graph, one.node)
    folder = _quoted(one.files, "properties.path", one.folder)
    return filled(
        texts.DEPLOY,
        healthy=filled(texts.HEALTHY, url=word(url)) if url else "",
        build="\n".join(f"  {line}" for line in build or ["true"]),
        back=filled(texts.BACK, check="  deploy::healthy\n" if url else "") if fetch else "\n",
        fetch="".join(f"{line}\n" for line in fetch),
        check="deploy::healthy\n" if url else "",
        folder=f"${{DEPLOY_FOLDER:-{folder}}}",
        head=remark(title(graph.header, one.node)),
    )


def _line(node: Node, text: str) -> str:
    """A step as a program and its words; one that needs a shell gets its own."""
    try:
        words = words_of(text)
        return command(words if words[:1] != ["/bin/sh"] else ["bash", *words[1:]])
    except ValueError as error:
        raise Faults([Fault(node.key, "properties.deployment.steps", str(error))]) from None


def _quoted(node: Node, field: str, text: str) -> str:
    try:
        return word(text)
    except ValueError as error:
        raise Faults([Fault(node.key, field, str(error))]) from None


def health_url(graph: Graph, node: Node) -> str:
    """Where the program says that it is well; empty where nobody states it."""
    check = getattr(node.properties, "health_check", None)
    if check is None:
        return ""
    if stated := _URL.search(check.command):
        return stated[0]
    port = tcp_port(graph, node)
    path = check.path if re.fullmatch(r"/[A-Za-z0-9./_-]*", check.path) else ""
    return f"http://127.0.0.1:{port.number}{path}" if port and path else ""
