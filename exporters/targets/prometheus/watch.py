"""Who watches what: every Prometheus of a topology, and the jobs by which it reads metrics."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from topologies.graph import Graph, Link, Node, Port, Zone
from topologies.kinds import Trait
from topologies.kinds.nodes.monitoring import Monitoring
from topologies.kinds.properties import AlertThreshold

PROMETHEUS_PORT = 9090
FOLDER = "prometheus"
# What gives Prometheus metrics of an element that has none of its own, and the port where it listens by default.
EXPORTERS = {
    "machine": ("node_exporter", 9100),
    "postgresql": ("postgres_exporter", 9187),
    "redis": ("redis_exporter", 9121),
    "elasticsearch": ("elasticsearch_exporter", 9114),
    "rabbitmq": ("the plugin rabbitmq_prometheus", 15692),
}
CADDY_PORT = 2019  # Caddy's administration interface, which also serves its metrics


@dataclass(frozen=True)
class Job:
    """Metrics of one element. `port` None = nobody says where; `spread` = one name for several instances."""

    element: Node | Zone
    address: str
    port: int | None
    spread: bool = False
    federated: bool = False


@dataclass
class Watch:
    """One Prometheus. `node` is None where the documents state thresholds and draw nobody who watches them."""

    folder: str
    node: Node | None
    jobs: list[Job] = field(default_factory=list)
    callers: list[Node] = field(default_factory=list)
    thresholds: list[tuple[Node | Zone, AlertThreshold]] = field(default_factory=list)
    covered: set[str] = field(default_factory=set)
    skipped: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def family(element: Node | Zone) -> str:
    """What kind of metrics an element has, as EXPORTERS names it."""
    if isinstance(element, Zone):
        return "machine"
    names = (name for name in EXPORTERS if element.kind == name or element.kind.endswith(f"-{name}"))
    return next(names, element.kind)


def watches(graph: Graph) -> list[Watch]:
    """Every Prometheus with something to read."""
    nodes = [node for node in graph.nodes.values() if _prometheus(node)]
    found = [Watch(node.key, node) for node in nodes]
    for watch, node in zip(found, nodes, strict=True):
        _by_links(graph, watch, node.key)
    found = [watch for watch in found if watch.jobs]
    stated = [one for one in _elements(graph) if getattr(one.properties, "alerts", ())]
    metered = [one for one in _elements(graph) if getattr(one.properties, "metrics_address", "")]
    if not found and (stated or (metered and not _observed(graph))):
        found = [Watch(FOLDER, None)]
    for element in [*stated, *metered]:
        _by_threshold(graph, found, element)
    for watch in found:
        _finish(graph, watch)
    return found


def _prometheus(node: Node) -> bool:
    """Is it one, or does nobody say what it is?"""
    properties = node.properties
    return isinstance(properties, Monitoring) and (
        not properties.product or "prometheus" in properties.product.casefold()
    )


def _observed(graph: Graph) -> bool:
    return any(isinstance(node.properties, Monitoring) for node in graph.nodes.values())


def _elements(graph: Graph) -> Iterator[Node | Zone]:
    yield from graph.zones_with(Trait.HOST)
    yield from graph.nodes.values()


def _by_links(graph: Graph, watch: Watch, key: str) -> None:
    """Read what is linked to it by telemetry, whichever way the line is drawn."""
    links = [*graph.links_to.get(key, ()), *graph.links_from.get(key, ())]
    for link in sorted(links, key=lambda one: one.key):
        other = graph.nodes[link.source if link.target == key else link.target]
        if link.role == "telemetry" and _add(graph, watch, other, link):
            watch.covered.add(link.key)


def _add(graph: Graph, watch: Watch, other: Node, link: Link) -> bool:
    """Was the line understood?"""
    if other.kind == "alerting":
        watch.callers.append(other)
    elif _prometheus(other):
        if link.source == other.key and other.key not in _read(watch):
            watch.jobs.append(Job(other, other.key, PROMETHEUS_PORT, federated=True))
    elif graph.kind(other).has(Trait.OBSERVER):
        watch.skipped[link.key] = f"{other.key} keeps no metrics that Prometheus could read"
        return False
    elif other.key not in _read(watch):
        watch.jobs.append(_job(graph, watch, other, link))
    return True


def _read(watch: Watch) -> set[str]:
    return {job.element.key for job in watch.jobs}


def _by_threshold(graph: Graph, found: list[Watch], element: Node | Zone) -> None:
    """Whoever reads an element already judges its thresholds; else the first one starts to read it."""
    if not found:
        return
    watch = next((one for one in found if element.key in _read(one)), found[0])
    if element.key not in _read(watch):
        watch.jobs.append(_job(graph, watch, element, None))
    watch.thresholds.extend((element, threshold) for threshold in getattr(element.properties, "alerts", ()))


def _job(graph: Graph, watch: Watch, element: Node | Zone, link: Link | None) -> Job:
    port, source = _port(graph, element, link)
    if source is not None:
        watch.covered.add(source.key)
    if port is None:
        watch.notes.append(f"{element.key}: no port is stated, so port 80 is asked for its metrics")
    near = _host(graph, element) is not None and _host(graph, element) == _own_host(graph, watch)
    spread = isinstance(element, Node) and element.max_instances > 1 and port is not None
    return Job(element, "localhost" if near else element.key, port, spread and not near)


def _port(graph: Graph, element: Node | Zone, link: Link | None) -> tuple[int | None, Port | None]:
    """Where its metrics are, and the port of the drawing that says so."""
    if family(element) in EXPORTERS:
        return EXPORTERS[family(element)][1], None
    if family(element) == "caddy":
        return CADDY_PORT, None
    ports = graph.ports_of.get(element.key, ())
    named = next((port for port in ports if port.key.endswith("-metrics")), None)
    drawn = next((port for port in ports if link is not None and port.key == link.port), None)
    found = named or drawn or (ports[0] if ports else None)
    stated = str(getattr(element.properties, "metrics_address", "")).rpartition(":")[2]
    number = int(stated) if stated.isascii() and stated.isdigit() and 0 < int(stated) < 65536 else None
    return number or (found.number if found else None), found


def _host(graph: Graph, element: Node | Zone) -> Zone | None:
    return element if isinstance(element, Zone) else graph.enclosing(element, Trait.HOST)


def _own_host(graph: Graph, watch: Watch) -> Zone | None:
    """The machine that it stands on; the only one of the topology where nobody draws it."""
    if watch.node is not None:
        return _host(graph, watch.node)
    hosts = list(graph.zones_with(Trait.HOST))
    return hosts[0] if len(hosts) == 1 else None


def _finish(graph: Graph, watch: Watch) -> None:
    if watch.node is None:
        watch.callers = [node for node in graph.nodes.values() if node.kind == "alerting"]
        watch.notes.append(
            "no Prometheus is drawn; these files are for the one that the stated thresholds need"
        )
    watch.covered.update(_read(watch), {node.key for node in watch.callers})
    watch.covered.update({watch.node.key} if watch.node else ())
    for job in watch.jobs:
        if name := EXPORTERS.get(family(job.element)):
            watch.notes.append(f"{job.element.key}: {name[0]} has to run at {job.address}:{name[1]}")
        elif family(job.element) == "caddy":
            watch.notes.append(
                f"{job.element.key}: Caddy serves metrics at {job.address}:{CADDY_PORT} where its options say `metrics`"
            )
