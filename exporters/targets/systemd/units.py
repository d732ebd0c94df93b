"""The units of what stands on a host: a service for each program of the team, a service and a timer for each job."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from exporters.addresses import same_host
from exporters.dumps import dumps
from exporters.formats import shell, systemd
from exporters.formats.remarks import remark, title
from exporters.targets.systemd.calendar import of_cron, of_interval
from topologies.graph import Fault, Faults, Graph, Link, Node, Zone
from topologies.kinds import Trait
from topologies.kinds.nodes.app_server import AppServer
from topologies.kinds.nodes.file_store import FileStore
from topologies.kinds.nodes.roadrunner import RoadRunner
from topologies.kinds.nodes.scheduled_job import ScheduledJob
from topologies.kinds.properties import Compute

RR = "/usr/local/bin/rr"
# Units that Debian's packages bring.
PACKAGED = {
    "caddy": "caddy.service",
    "pgbouncer": "pgbouncer.service",
    "postgresql": "postgresql.service",
    "rabbitmq": "rabbitmq-server.service",
    "redis": "redis-server.service",
}
_USER = re.compile(r"[a-z_][a-z0-9_-]{0,31}")
_UNIT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,200}\.service")
_RESTART = {"": "on-failure", "always": "always", "on-failure": "on-failure", "never": "no"}
_NICE = {"high": "-5", "low": "5"}
_PRIVILEGED = 1024
Entries = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Unwritable(Exception):
    """The node has no unit; the message says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One node on a host: what starts it, and the files that say so."""

    host: Zone
    node: Node
    said: Compute
    words: tuple[str, ...]
    folder: str

    @property
    def name(self) -> str:
        return _unit_name(self.node)

    @property
    def timed(self) -> bool:
        return isinstance(self.said, ScheduledJob)


def _unit_name(node: Node) -> str:
    path: str = getattr(node.properties, "service_unit", "")
    stated = path.rpartition("/")[2]
    return stated.removesuffix(".service") if _UNIT.fullmatch(stated) else node.key


def unit(graph: Graph, node: Node) -> Unit:
    """The unit of this node.

    Raises:
        Unwritable: it needs none, or what starts it is not stated.
        Faults: what is stated can start nothing.
    """
    said, host = node.properties, graph.enclosing(node, Trait.HOST)
    if not isinstance(said, RoadRunner | AppServer | ScheduledJob):
        packaged = PACKAGED.get(node.kind)
        raise Unwritable(
            f"its own package brings {packaged}" if packaged else "it is no program of the team's own"
        )
    if host is None:
        raise Unwritable("it stands on no host that systemd runs")
    try:
        words = tuple(_words(graph, node, said))
        systemd.command(words)
    except ValueError as error:
        raise Faults([Fault(node.key, "properties.command", str(error))]) from None
    return Unit(host, node, said, words, _folder(graph, node))


def _words(graph: Graph, node: Node, said: Compute) -> list[str]:
    if isinstance(said, RoadRunner):
        return [RR, "serve", "-c", said.config_path or ".rr.yaml"]
    if dump := next((one for one in dumps(graph) if one.job == node), None):
        return [dump.script]
    command: str = getattr(said, "command", "")
    if not command:
        raise Unwritable("what starts it is not stated")
    return shell.words_of(command)


def _folder(graph: Graph, node: Node) -> str:
    """Where the application lies: the files on the same machine."""
    for other in graph.nodes.values():
        files = other.properties
        if isinstance(files, FileStore) and files.path.startswith("/") and same_host(graph, node, other):
            return files.path.rstrip("/") or "/"
    return ""


def service(graph: Graph, one: Unit) -> str:
    """The text of the service."""
    after = dict.fromkeys(["network-online.target", *(name for name, _ in neighbours(graph, one))])
    about: Entries = [("Description", f"{one.node.key} of {graph.header.system}/{graph.header.slug}")]
    about += [("Wants", " ".join(after)), ("After", " ".join(after)), *_patience(one.said)]
    install: Entries = [] if one.timed else [("WantedBy", "multi-user.target")]
    sections = [("Unit", about), ("Service", list(_running(graph, one))), ("Install", install)]
    return systemd.render(sections, remarks=[remark(title(graph.header, one.node))])


def neighbours(graph: Graph, one: Unit) -> Iterator[tuple[str, Link]]:
    """The units on the same machine that it connects to, and the links that say so."""
    for link in graph.links_from.get(one.node.key, ()):
        other = graph.nodes[link.target]
        if link.role != "deployment" and same_host(graph, one.node, other):
            if other.kind in PACKAGED:
                yield PACKAGED[other.kind], link
            elif isinstance(other.properties, RoadRunner | AppServer):
                yield f"{_unit_name(other)}.service", link


def _patience(said: Compute) -> Entries:
    if said.restart_max_retries is None or said.restart_policy == "never":
        return []
    return [("StartLimitIntervalSec", "infinity"), ("StartLimitBurst", str(said.restart_max_retries + 1))]


def _running(graph: Graph, one: Unit) -> Iterator[tuple[str, str]]:
    said = one.said
    yield "Type", "oneshot" if one.timed else "exec"
    yield from _identity(graph, one)
    for name, text in sorted(said.environment.items()):
        yield "Environment", _assignment(one.node, name, text)
    if said.secrets:
        yield "EnvironmentFile", secrets_file(graph, one)
    yield "ExecStart", systemd.command(one.words)
    if isinstance(said, RoadRunner):
        yield "ExecReload", systemd.command([RR, "reset", *one.words[2:]])
    if isinstance(said, ScheduledJob):
        yield from [("TimeoutStartSec", f"{said.timeout_seconds:.0f}s")] if said.timeout_seconds else []
    else:
        yield "Restart", _RESTART[said.restart_policy]
        yield "RestartSec", f"{said.restart_delay_seconds or 1:.0f}s"
    yield from _limits(said)


def secrets_file(graph: Graph, one: Unit) -> str:
    return f"/etc/{graph.header.system}/{one.node.key}.env"


def _identity(graph: Graph, one: Unit) -> Iterator[tuple[str, str]]:
    user = one.said.os_user
    if user:
        if not _USER.fullmatch(user):
            raise Faults([Fault(one.node.key, "properties.os_user", f"{user!r} is no name of a user")])
        yield "User", user
    if one.folder:
        try:
            yield "WorkingDirectory", systemd.value(one.folder)
        except ValueError as error:
            raise Faults([Fault(one.node.key, "properties.path", str(error))]) from None
    low = any(port.number < _PRIVILEGED for port in graph.ports_of.get(one.node.key, ()))
    if low and user and user != "root":
        yield "AmbientCapabilities", "CAP_NET_BIND_SERVICE"


def _assignment(node: Node, name: str, text: str) -> str:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        raise Faults([Fault(node.key, "properties.environment", f"{name!r} is no name of a variable")])
    return systemd.assignment(name, text)


def _limits(said: Compute) -> Iterator[tuple[str, str]]:
    if nice := _NICE.get(said.os_priority.lower()):
        yield "Nice", nice
    if said.memory_mb:
        yield "MemoryHigh", f"{said.memory_mb}M"
    yield "NoNewPrivileges", "true"
    yield "PrivateTmp", "true"


def timer(graph: Graph, one: Unit) -> str:
    """The text of the timer.

    Raises:
        Faults: the schedule means nothing to systemd.
        Unwritable: no schedule is stated.
    """
    about: Entries = [
        ("Description", f"When {one.node.key} of {graph.header.system}/{graph.header.slug} runs")
    ]
    sections = [("Unit", about), ("Timer", _moments(one)), ("Install", [("WantedBy", "timers.target")])]
    return systemd.render(sections, remarks=[remark(title(graph.header, one.node))])


def _moments(one: Unit) -> Entries:
    said = one.said
    if isinstance(said, ScheduledJob) and said.schedule:
        try:
            return [("OnCalendar", text) for text in of_cron(said.schedule, said.timezone)] + [
                ("Persistent", "true")
            ]
        except ValueError as error:
            raise Faults([Fault(one.node.key, "properties.schedule", str(error))]) from None
    if isinstance(said, ScheduledJob) and said.interval_seconds:
        return of_interval(said.interval_seconds)
    raise Unwritable("when it runs is not stated")
