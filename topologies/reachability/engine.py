"""Answers about single flows, remembered per class of source and target."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from topologies.graph import Graph, Port
from topologies.reachability import listening
from topologies.reachability.filters import Packet
from topologies.reachability.flow import Answer, Block, Flow, Hop, Verdict
from topologies.reachability.judging import Judgement, judge
from topologies.reachability.listening import Bind
from topologies.reachability.needs import Otherwise
from topologies.reachability.routes import Router, Way
from topologies.reachability.sites import Site, Sites, Stand
from topologies.scalars import Transport


def reach(graph: Graph, flow: Flow) -> Answer:
    """What this flow can do. Raises KeyError where an end is neither a node of the graph nor INTERNET."""
    return Engine(graph).reach(flow)


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer for a whole class: "{source}" and "{target}" stand for the nodes of the flow."""

    verdict: Verdict
    hops: tuple[Hop, ...] = ()
    blocks: tuple[Block, ...] = ()
    missing: tuple[str, ...] = ()


class Engine:
    """Reachability in one graph. Equal questions about nodes of equal classes are worked out once."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.sites = Sites(graph)
        self._decisions: dict[tuple[Site, Site, Transport, int | None, Bind], Decision] = {}

    @cached_property
    def router(self) -> Router:
        return Router(self.graph, self.sites)

    def reach(self, flow: Flow) -> Answer:
        """What this flow can do. Raises KeyError where an end is neither a node of the graph nor INTERNET."""
        port = listening.listener(self.graph.ports_of.get(flow.target, ()), flow.protocol, flow.port)
        return _answer(flow, self.decision(flow), port)

    def decision(self, flow: Flow) -> Decision:
        """As `reach`, said of the classes of the ends: for whoever asks often and needs few of the answers in full."""
        ports, number = self.graph.ports_of.get(flow.target, ()), flow.port or None
        bind = listening.binding(ports, flow.protocol, number) if number else "unstated"
        source, target = self.sites.of(flow.source), self.sites.of(flow.target)
        return self.decide(source, target, flow.protocol, number, bind)

    def decide(
        self, source: Site, target: Site, protocol: Transport, port: int | None, bind: Bind
    ) -> Decision:
        """What any node of one class can do to any node of another; port None = some port."""
        question = (source, target, protocol, port, bind)
        if question not in self._decisions:
            self._decisions[question] = _best(self._ways(source, target, protocol, port, bind))
        return self._decisions[question]

    def _ways(
        self, source: Site, target: Site, protocol: Transport, port: int | None, bind: Bind
    ) -> Iterator[Decision]:
        """One decision for each pair of availability zones and address family."""
        for start in source.stands:
            for end in target.stands:
                if start.family == end.family:
                    way = self.router.way(source, start, target, end)
                    packet = Packet(protocol, port, start.family)
                    yield self._along(
                        way, packet, (start, end), _unheard(target, bind, way.kind, protocol, port)
                    )

    def _along(self, way: Way, packet: Packet, ends: tuple[Stand, Stand], heard: "Heard") -> Decision:
        judged = [] if way.kind == "localhost" else list(self._judge(way, packet))
        blocks = (
            *way.broken,
            *(block for one in judged for block in one.blocks),
            *((heard.block,) if heard.block else ()),
        )
        if blocks or any(one.part == "none" for one in judged):
            return Decision("blocked", blocks=tuple(dict.fromkeys(blocks)) or (_NOTHING_LEFT,))
        missing = (*way.missing, *heard.missing, *_facts(way, judged, ends))
        if missing:
            return Decision("unknown", missing=tuple(dict.fromkeys(missing)))
        return Decision("allowed", hops=_hops(way, judged))

    def _judge(self, way: Way, packet: Packet) -> Iterator[Judgement]:
        targets = way.legs[0].routed_targets if way.legs else ()
        for leg in way.legs:
            judgement = judge(self.graph, leg, packet, targets)
            targets = judgement.targets
            yield judgement


@dataclass(frozen=True, slots=True)
class Heard:
    """Whether the target answers: what stops it, or what nobody said."""

    block: Block | None = None
    missing: tuple[str, ...] = ()


_NO_FAMILY = Decision(
    "blocked",
    blocks=(
        Block(
            "route",
            ("{source}", "{target}"),
            "{source} and {target} share no address family",
            Otherwise("give both an address of IPv4, or both one of IPv6"),
        ),
    ),
)
_NOTHING_LEFT = Block(
    "group",
    ("{source}", "{target}"),
    "the filters on the way to {target} leave no address that all of them allow",
    Otherwise("let every filter between {source} and {target} allow the same addresses"),
)


def _unheard(target: Site, bind: Bind, way: listening.Way, protocol: Transport, port: int | None) -> Heard:
    """Other people's systems and a provider's services answer on ports that nobody needs to draw."""
    if bind == "unstated" or port is None:
        known = port is None or target.place in ("internet", "edge")
        return Heard() if known else Heard(missing=("{target}: the ports it listens on",))
    return Heard(listening.deaf(bind, way, protocol, port))


def _facts(way: Way, judged: list[Judgement], ends: tuple[Stand, Stand]) -> Iterator[str]:
    """What would tell whether the addresses and ports that matter are among those allowed."""
    known = {"{source}": ends[0].missing, "{target}": ends[1].missing}
    for leg, one in zip(way.legs, judged, strict=False):  # on localhost nothing is judged
        for what in one.unsure:
            name = "{target}" if what == "targets" else leg.names[0]
            fact = "the port it takes replies on" if what == "replies" else known.get(name)
            yield f"{name}: {fact or 'its public address'}"


def _hops(way: Way, judged: list[Judgement]) -> tuple[Hop, ...]:
    rules = [one.rules for one in judged] or [()] * len(way.legs)
    return tuple(
        Hop(leg.names[0], leg.names[1], leg.route, leg.via, used)
        for leg, used in zip(way.legs, rules, strict=True)
    )


def _best(ways: Iterator[Decision]) -> Decision:
    """A flow is possible if one way is, and then no other is tried; among blocked ways the one that needs the least."""
    others: list[Decision] = []
    for way in ways:
        if way.verdict == "allowed":
            return way
        others.append(way)
    return min(others, key=lambda way: (way.verdict == "blocked", len(way.blocks)), default=_NO_FAMILY)


def _answer(flow: Flow, decision: Decision, port: Port | None) -> Answer:
    def named(text: str) -> str:
        return text.replace("{source}", flow.source).replace("{target}", flow.target)

    last = len(decision.hops) - 1
    hops = tuple(
        Hop(
            named(hop.source),
            named(hop.target),
            hop.route,
            hop.via,
            hop.rules,
            port.key if port and place == last else hop.port,
        )
        for place, hop in enumerate(decision.hops)
    )
    blocks = tuple(block.named(named) for block in decision.blocks)
    return Answer(
        flow,
        decision.verdict,
        hops,
        blocks[0] if blocks else None,
        tuple(dict.fromkeys(one.change for one in blocks)),
        tuple(map(named, decision.missing)),
    )
