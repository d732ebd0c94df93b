"""What one RoadRunner is told: read off the graph. Keys and types: RoadRunner's configuration reference, 2025.1."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from topologies.graph import Graph, Node, Port
from topologies.kinds.nodes.roadrunner import RoadRunner

MIDDLEWARE = frozenset(
    {"cache", "gzip", "headers", "http_metrics", "otel", "proxy_ip_parser", "sendfile", "static"}
)
HTTP_PORT, METRICS_PORT, RPC_PORT = 8080, 2112, 6001
_COMMAND = "php worker.php"
_ADDRESSES = {"localhost": "127.0.0.1", "private": "0.0.0.0", "all": "0.0.0.0"}  # noqa: S104 - as drawn
# Application protocols of a port that name a plugin of RoadRunner.
_ROLES = {"metrics": "metrics", "prometheus": "metrics", "status": "status", "health": "status", "rpc": "rpc"}

Config = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """One RoadRunner: its configuration, the elements it was made of, and what the reader should know."""

    node: Node
    config: Config
    covered: frozenset[str]
    notes: tuple[str, ...]


def plans(graph: Graph) -> tuple[Plan, ...]:
    """What every RoadRunner is told, by the key of its node."""
    found = ((node, node.properties) for node in graph.nodes.values())
    return tuple(_plan(graph, node, said) for node, said in found if isinstance(said, RoadRunner))


def _plan(graph: Graph, node: Node, said: RoadRunner) -> Plan:
    ports = _ports(graph.ports_of.get(node.key, ()), said)
    config: Config = {
        "version": "3",
        "server": {"command": said.command or _COMMAND},
        "http": _http(said, ports.get("http")),
        **_plugins(said, ports),
        "logs": _logs(said),
        "rpc": {
            "listen": f"tcp://{_address(ports['rpc'])}" if "rpc" in ports else f"tcp://127.0.0.1:{RPC_PORT}"
        },
    }
    covered = frozenset([node.key, *(port.key for port in ports.values())])
    return Plan(node, config, covered, tuple(_notes(said, ports)))


def _ports(ports: tuple[Port, ...], said: RoadRunner) -> dict[str, Port]:
    """What a port is for -> the port; the lowest number wins."""
    found: dict[str, Port] = {}
    for port in sorted(ports, key=lambda port: (port.number, port.key)):
        if port.protocol == "tcp":
            found.setdefault(_role(port, said), port)
    return found


def _role(port: Port, said: RoadRunner) -> str:
    if port.number == METRICS_PORT or said.metrics_address.endswith(f":{port.number}"):
        return "metrics"
    if port.number == RPC_PORT:
        return "rpc"
    return _ROLES.get(port.application.lower(), "http")


def _address(port: Port) -> str:
    return f"{_ADDRESSES[port.bind]}:{port.number}"


def _http(said: RoadRunner, port: Port | None) -> Config:
    http: Config = {"address": _address(port) if port else said.address or f"127.0.0.1:{HTTP_PORT}"}
    if middleware := [name for name in dict.fromkeys(said.middleware) if name in MIDDLEWARE]:
        http["middleware"] = middleware
    if forbidden := [ending for ending in said.uploads_forbidden if ending]:
        http["uploads"] = {"forbid": forbidden}
    if pool := _pool(said):
        http["pool"] = pool
    return http


def _pool(said: RoadRunner) -> Config:
    supervisor = _stated(
        watch_tick=_duration(said.watch_interval_seconds),
        ttl=_duration(said.worker_ttl_seconds),
        max_worker_memory=said.worker_memory_mb,
    )
    return _stated(
        num_workers=said.workers,
        max_jobs=said.max_jobs,
        allocate_timeout=_duration(said.allocate_timeout_seconds),
        destroy_timeout=_duration(said.destroy_timeout_seconds),
        supervisor=supervisor or None,
    )


def _plugins(said: RoadRunner, ports: dict[str, Port]) -> Config:
    metrics = said.metrics_address or (_address(ports["metrics"]) if "metrics" in ports else "")
    return _stated(
        metrics={"address": metrics} if metrics else None,
        status={"address": _address(ports["status"])} if "status" in ports else None,
    )


def _logs(said: RoadRunner) -> Config:
    where = [said.logs_to] if said.logs_to.startswith("/") else ["stderr"]
    return {"mode": "production", "level": "info", "encoding": "json", "output": where}


def _stated(**values: Any) -> Config:
    """Only what somebody stated: RoadRunner has its own answer for the rest."""
    return {name: value for name, value in values.items() if value is not None}


def _duration(seconds: float | None) -> str | None:
    """Seconds in Go's notation, to the millisecond."""
    if seconds is None:
        return None
    return f"{seconds:.0f}s" if seconds == int(seconds) else f"{round(seconds * 1000)}ms"


def _notes(said: RoadRunner, ports: dict[str, Port]) -> Iterator[str]:
    if said.worker_memory_mb or said.worker_ttl_seconds or said.watch_interval_seconds:
        yield "the limits of workers stand under http.pool.supervisor; RoadRunner reads no `limits` section any more"
    if not said.command:
        yield f"no command is stated; a worker is started by `{_COMMAND}`"
    if any(
        "$" in text for text in (said.command, said.metrics_address, said.logs_to, *said.uploads_forbidden)
    ):
        yield "RoadRunner replaces $NAME and ${NAME} by environment variables wherever they stand"
    for name in dict.fromkeys(said.middleware):
        if name not in MIDDLEWARE:
            yield f"RoadRunner has no middleware {name!r}; it is left out"
    yield from _listening(said, ports.get("http"))


def _listening(said: RoadRunner, http: Port | None) -> Iterator[str]:
    if http is None:
        return
    if said.address and said.address != _address(http):
        yield f"its configuration is said to listen on {said.address}; its port is drawn on {_address(http)}"
    if http.bind == "private":
        yield "it listens on every address: which private address the host has is not in the topology"
    if http.bind != "localhost" and http.access == "localhost":
        yield f"it listens on {_address(http)} though its access is said to be localhost only"
