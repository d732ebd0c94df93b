"""One node as a service of a compose file. Keys: the Compose specification, services."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from exporters.formats.compose import Variable
from exporters.formats.words import duration, settings, variable
from topologies.graph import Graph, Node, Port
from topologies.kinds import Trait
from topologies.kinds.properties import Cache, Compute, HealthCheck, Process

Config = dict[str, Any]
# Official images by what a kind's slug ends with, and the major version where nobody states one.
IMAGES = {"postgresql": ("postgres", "17"), "redis": ("redis", "7"), "rabbitmq": ("rabbitmq", "4")}
_JOBS = ("scheduled-job", "on-demand-job")
_VOLUME = re.compile(r"(?P<source>[^:]+):(?P<target>/[^:]*)(:(?P<mode>ro|rw))?")
_VOLUME_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_RESTARTS = {"always": "always", "on-failure": "on-failure", "never": "no"}
_LOOPBACK = "127.0.0.1"


@dataclass
class Said:
    """What one service takes from outside itself, and what its reader should know."""

    volumes: list[str] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def engine(node: Node) -> str:
    """The program whose official image the node is: postgresql, redis, rabbitmq or none."""
    return next((name for name in IMAGES if node.kind == name or node.kind.endswith(f"-{name}")), "")


def service(graph: Graph, node: Node, said: Said, taken: set[tuple[int, str]]) -> Config:
    """The service of a node; `taken` are the ports of the machine that others publish already."""
    process = node.properties if isinstance(node.properties, Process) else Process()
    config: Config = {
        **_program(node, process, said),
        "command": _command(node, process),
        "environment": _environment(node, process, said),
        "secrets": said.secrets,
        "volumes": [*_volumes(process, said), *_folders(graph, node)],
        "ports": list(_published(graph, node, said, taken)),
        "healthcheck": _health(node, process, said),
        "restart": _restart(process),
        "cpus": process.vcpus,
        "mem_limit": f"{process.memory_mb}m" if process.memory_mb else None,
        "deploy": {"replicas": node.min_instances} if node.min_instances != 1 else None,
        "profiles": ["jobs"] if node.kind in _JOBS else None,
    }
    return {name: value for name, value in config.items() if value not in (None, [], {}, "")}


def _program(node: Node, process: Process, said: Said) -> Config:
    if process.image:
        return {"image": process.image}
    if name := engine(node):
        image, newest = IMAGES[name]
        version = getattr(process, "engine_version", "")
        if not version:
            said.notes.append(
                f"no version is stated; {variable(node.key)}_IMAGE sets another image than {image}:{newest}"
            )
            return {"image": Variable(f"{variable(node.key)}_IMAGE", f"{image}:{newest}")}
        return {"image": f"{image}:{version}"}
    said.notes.append(f"no image is stated: it is built from the folder ./{node.key}")
    return {"build": {"context": Variable(f"{variable(node.key)}_CONTEXT", f"./{node.key}")}}


def _command(node: Node, process: Process) -> list[str]:
    stated = getattr(process, "command", "")
    if stated:
        return ["sh", "-c", stated]
    return list(_redis(process)) if engine(node) == "redis" and isinstance(process, Cache) else []


def _redis(cache: Cache) -> Iterator[str]:
    options: dict[str, list[str]] = {}
    if cache.max_memory_mb:
        options["--maxmemory"] = [f"{cache.max_memory_mb}mb"]
    if cache.eviction_policy:
        options["--maxmemory-policy"] = [cache.eviction_policy]
    if cache.append_only_file:
        options["--appendonly"] = ["yes"]
    if cache.persistent is False:
        options["--save"] = [""]
    if options:
        yield "redis-server"
    for name, values in options.items():
        yield from (name, *values)


def _environment(node: Node, process: Process, said: Said) -> dict[str, str]:
    stated = settings(node, process.environment)
    if isinstance(process, Compute):
        said.secrets.extend(sorted({_secret(name) for name in process.secrets}))
    if engine(node) != "postgresql" or "POSTGRES_PASSWORD" in stated:
        return stated
    said.secrets.append(f"{node.key}-password")
    said.notes.append(f"its password is read from secrets/{node.key}-password")
    return {**stated, "POSTGRES_PASSWORD_FILE": f"/run/secrets/{node.key}-password"}


def _secret(name: str) -> str:
    """The file that a secret is read from."""
    return re.sub(r"[^a-z0-9]+", "-", name.rpartition(":")[2].lower()).strip("-") or "secret"


def _volumes(process: Process, said: Said) -> Iterator[Config]:
    for text in process.volumes:
        found = _VOLUME.fullmatch(text)
        if found is None or not (
            _VOLUME_NAME.fullmatch(found["source"]) or found["source"].startswith(("/", "./"))
        ):
            said.notes.append(f"the volume {text!r} is left out: it is not SOURCE:/TARGET")
            continue
        named = _VOLUME_NAME.fullmatch(found["source"]) is not None
        if named:
            said.volumes.append(found["source"])
        read_only = {"read_only": True} if found["mode"] == "ro" else {}
        yield {
            "type": "volume" if named else "bind",
            "source": found["source"],
            "target": found["target"],
            **read_only,
        }


def _folders(graph: Graph, node: Node) -> Iterator[Config]:
    """The folders of the machine that the node works on."""
    for store in folders(graph, node):
        path = getattr(store.properties, "path", "")
        yield {"type": "bind", "source": path, "target": path}


def folders(graph: Graph, node: Node) -> list[Node]:
    """File stores that the node is linked to and whose place is stated."""
    linked = {link.target: graph.nodes[link.target] for link in graph.links_from.get(node.key, ())}
    return [
        store
        for _, store in sorted(linked.items())
        if store.kind == "file-store" and getattr(store.properties, "path", "").startswith("/")
    ]


def _published(graph: Graph, node: Node, said: Said, taken: set[tuple[int, str]]) -> Iterator[str]:
    for port in graph.ports_of.get(node.key, ()):
        numbers = {(number, port.protocol) for number in range(port.number, port.last + 1)}
        if node.min_instances != 1 or numbers & taken:
            reason = (
                "of several instances" if node.min_instances != 1 else "another service has on the machine"
            )
            said.notes.append(f"{port.key} is not published: it is a port {reason}")
            continue
        taken |= numbers
        span = str(port.number) if port.end is None else f"{port.number}-{port.end}"
        address = "" if _open(graph, node, port, said) else f"{_LOOPBACK}:"
        yield f"{address}{span}:{span}{'/udp' if port.protocol == 'udp' else ''}"


def _open(graph: Graph, node: Node, port: Port, said: Said) -> bool:
    """Is the port there for the whole network, and not for this machine alone?"""
    on_machine = graph.enclosing(node, Trait.HOST) is not None
    drawn = on_machine and port.bind == "all"
    if drawn and port.access == "localhost":
        said.notes.append(
            f"{port.key} is published on {_LOOPBACK} alone, as its access is said to be; it is drawn on all"
        )
    elif drawn:
        said.notes.append(f"{port.key} is published on every address, as it is drawn")
    return drawn and port.access != "localhost"


def _health(node: Node, process: Process, said: Said) -> Config:
    check = process.health_check
    command = (check.command if check else "") or _own_check(node, process)
    if not command:
        if check and check.path:
            said.notes.append(f"{check.path} is checked by no command of the container: none is stated")
        return {}
    return {"test": ["CMD-SHELL", command], **_times(check)}


def _own_check(node: Node, process: Process) -> str:
    """How the official image of an engine is asked whether it is ready."""
    user = '-U "$POSTGRES_USER"' if "POSTGRES_USER" in process.environment else "-U postgres"
    checks = {
        "postgresql": f"pg_isready {user}",
        "redis": "redis-cli ping",
        "rabbitmq": "rabbitmq-diagnostics -q ping",
    }
    return checks.get(engine(node), "")


def _times(check: HealthCheck | None) -> Config:
    if check is None:
        return {"interval": "5s", "retries": 10}
    times = {
        "interval": check.interval_seconds,
        "timeout": check.timeout_seconds,
        "start_period": check.start_period_seconds,
    }
    stated: Config = {name: duration(seconds) for name, seconds in times.items() if seconds is not None}
    return stated if check.retries is None else {**stated, "retries": check.retries}


def _restart(process: Process) -> str:
    if not isinstance(process, Compute) or not process.restart_policy:
        return ""
    policy = _RESTARTS[process.restart_policy]
    limited = policy == "on-failure" and process.restart_max_retries
    return f"{policy}:{process.restart_max_retries}" if limited else policy
