"""What one Caddy has to do: read off the graph, with what each decision rests on."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from topologies.graph import Fault, Faults, Graph, Link, Node, Port
from topologies.kinds import Trait
from topologies.kinds.nodes.caddy import Caddy
from topologies.kinds.nodes.file_store import FileStore
from topologies.kinds.properties import HealthCheck

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?=.{{1,253}}\Z)(\*\.)?({_LABEL}\.)*{_LABEL}")
_HTTP = ("http", "https", "http/1.1", "http/2")
_HTTPS_PORT = 443


@dataclass(frozen=True, slots=True)
class Upstream:
    """A server behind a Caddy, and the link that put it there."""

    link: Link
    node: Node
    port: Port
    host: str

    @property
    def tls(self) -> bool:
        return self.port.tls or bool(self.link.encrypted)

    @property
    def address(self) -> str:
        return f"{'https://' if self.tls else ''}{self.host}:{self.port.number}"

    @property
    def weight(self) -> int:
        return 100 if self.link.weight is None else self.link.weight

    @property
    def health_check(self) -> HealthCheck | None:
        return getattr(self.node.properties, "health_check", None)


@dataclass(frozen=True, slots=True)
class Static:
    """Files that Caddy serves itself: those of `folder` under the URL path. `strip`: the folder has no such path.
    `store` is the element that says so, if another than the Caddy does."""

    path: str
    folder: str
    strip: bool
    store: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """One Caddy: what it is, listens on and passes on; which elements that took, and which it left out and why."""

    node: Node
    properties: Caddy
    domains: tuple[str, ...]
    ports: tuple[Port, ...]
    upstreams: tuple[Upstream, ...]
    static: Static | None
    covered: frozenset[str]
    skipped: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def tls(self) -> bool:
        """Does the site end TLS? Where nothing is stated it does, as Caddy does by itself."""
        wanted = any(port.tls for port in self.ports) or not self.ports
        return wanted and self.properties.automatic_tls is not False

    @property
    def protocols(self) -> tuple[str, ...]:
        udp = any(port.protocol == "udp" for port in self.ports)
        second = ("h2",) if self.properties.http2 is not False else ()
        return ("h1", *second, *(("h3",) if udp and second else ()))


def plans(graph: Graph) -> tuple[Plan, ...]:
    """What every Caddy has to do, by the key of its node."""
    found = ((node, node.properties) for node in graph.nodes.values())
    return tuple(_plan(graph, node, caddy) for node, caddy in found if isinstance(caddy, Caddy))


def _plan(graph: Graph, node: Node, caddy: Caddy) -> Plan:
    """What this Caddy has to do.

    Raises:
        Faults: a domain that no certificate could be issued for.
    """
    skipped: dict[str, str] = {}
    upstreams = _one_scheme(list(_upstreams(graph, node, skipped)), skipped)
    static, notes = _static(graph, node, caddy)
    ports = graph.ports_of.get(node.key, ())
    stores = [static.store] if static and static.store else []
    links = [key for one in upstreams for key in (one.link.key, one.node.key, one.port.key)]
    return Plan(
        node=node,
        properties=caddy,
        domains=tuple(_domain(node, text) for text in caddy.domains),
        ports=ports,
        upstreams=upstreams,
        static=static,
        covered=frozenset([node.key, *(port.key for port in ports), *links, *stores]),
        skipped=skipped,
        notes=(*notes, *_remarks(node, caddy, upstreams)),
    )


def _domain(node: Node, text: str) -> str:
    try:
        name = text.strip().lower().encode("idna").decode() if not text.isascii() else text.strip().lower()
    except UnicodeError:
        name = ""
    if not _DOMAIN.fullmatch(name):
        raise Faults([Fault(node.key, "properties.domains", f"{text!r} is not a domain name")])
    return name


def _upstreams(graph: Graph, node: Node, skipped: dict[str, str]) -> Iterator[Upstream]:
    for link in graph.links_from.get(node.key, ()):
        server = graph.nodes[link.target]
        port = _dialled(graph, link)
        if reason := _unfit(graph, link, server):
            skipped[link.key] = reason
        elif port is None:
            skipped[link.key] = f"{server.key} has no port that Caddy could dial"
        else:
            yield Upstream(link, server, port, _host(graph, node, server))


def _unfit(graph: Graph, link: Link, server: Node) -> str | None:
    kind = graph.kind(server)
    if link.role != "traffic":
        return f"it carries no requests of users but {link.role}"
    if not (kind.has(Trait.COMPUTE) or kind.has(Trait.PROXY)):
        return f"Caddy passes requests to web servers only, and {server.key} is a {kind.label}"
    if link.weight == 0:
        return "its weight is 0: no request goes there"
    return None


def _dialled(graph: Graph, link: Link) -> Port | None:
    if link.port is not None:
        return graph.ports[link.port]
    tcp = [port for port in graph.ports_of.get(link.target, ()) if port.protocol == "tcp"]
    web = [port for port in tcp if port.application.lower() in _HTTP]
    return min(web or tcp, key=lambda port: port.number, default=None)


def _host(graph: Graph, node: Node, server: Node) -> str:
    """The name under which the server is dialled: a neighbour on the same machine, else the key of its node."""
    return "localhost" if _same_machine(graph, node, server) else server.key


def _same_machine(graph: Graph, one: Node, other: Node) -> bool:
    machine = graph.enclosing(one, Trait.HOST)
    return machine is not None and machine == graph.enclosing(other, Trait.HOST)


def _one_scheme(found: list[Upstream], skipped: dict[str, str]) -> tuple[Upstream, ...]:
    """Caddy speaks either HTTP or HTTPS to all servers of one proxy: those that do as the first one does."""
    fitting = [one for one in found if one.tls == found[0].tls]
    reason = "a Caddy passes requests on either with TLS or without, and another link came first"
    skipped.update((one.link.key, reason) for one in found if one not in fitting)
    return tuple(sorted(fitting, key=lambda one: (one.address, one.link.key)))


def _stores_beside(graph: Graph, node: Node) -> Iterator[tuple[Node, FileStore]]:
    for other in graph.nodes.values():
        if isinstance(other.properties, FileStore) and _same_machine(graph, node, other):
            yield other, other.properties


def _static(graph: Graph, node: Node, caddy: Caddy) -> tuple[Static | None, tuple[str, ...]]:
    """The static files, and what had to be said about them."""
    path, folder = caddy.static_path.strip("/"), caddy.static_root.rstrip("/")
    if not path and not folder:
        return None, ()
    if not path:
        return None, ("static_root is stated without static_path, so no file of it is served",)
    if folder:
        inside = folder.endswith(f"/{path}")
        return Static(path, folder.removesuffix(f"/{path}") if inside else folder, not inside), ()
    for store, files in _stores_beside(graph, node):
        if files.path and path in (directory.path.strip("/") for directory in files.directories):
            return Static(path, files.path.rstrip("/"), strip=False, store=store.key), ()
    return None, (f"/{path}/ is stated without a directory to serve, so the servers behind answer for it",)


def _remarks(node: Node, caddy: Caddy, upstreams: tuple[Upstream, ...]) -> Iterator[str]:
    if not caddy.domains:
        yield "no domain is stated: set SITE_ADDRESS to it when starting Caddy, for automatic TLS"
    if caddy.automatic_tls is False and caddy.domains:
        yield "automatic TLS is off and no certificate is stated, so the sites speak plain HTTP"
    if not upstreams:
        yield "no server stands behind it: what is no static file is answered with 404"
    if node.max_instances > 1:
        yield "it runs as several instances: give them one storage for certificates"
    for one in upstreams:
        if one.host != "localhost":
            yield f"{one.host} must resolve to {one.node.name} from where Caddy runs"
