"""Parts of a topology that cannot matter to each other's findings.

Whatever refers to each other stands on one island: a node with its ports, its links, the ends of those, its network...
Islands are cut apart at what all of them share: accounts and regions with what is around these, users whom nobody calls,
and other people's systems that call nobody. A rule that says nothing else of itself finds on an island what it finds there
in the whole topology.

Where resilience looks further than references go, a tie with a name of its own (":" begins no key) holds islands together:
entries without data that are of one kind do one job, so do those with one domain name; a name service that chooses by
itself may stand in for any entry; members of one auto scaling group are one thing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from topologies.graph import Element, Graph, Link, Node, Port, View, Zone, assemble
from topologies.kinds import Trait, node_kind, stated, zone_kind

SHARED_ZONES = frozenset({Trait.PROVIDER, Trait.REGION})
OUTSIDE = frozenset({Trait.INTERNET, Trait.EXTERNAL})
AT_WORK = frozenset({Trait.DATA, Trait.PROXY, Trait.COMPUTE})


@dataclass(frozen=True)
class Islands:
    """Which element stands on which island: `home` is key (or tie) -> number, `members` the same backwards. What is
    shared is on none. `steered` = a name service chooses by itself."""

    shared: frozenset[str]
    home: Mapping[str, int]
    members: Mapping[int, tuple[str, ...]]
    steered: bool

    def part(self, graph: Graph, keys: Collection[str]) -> Graph:
        """The graph of these elements and of what all share."""
        found = (graph.find(key) for key in {*keys, *self.shared})
        return assemble(graph.header, (element for element in found if element is not None), graph)

    def moved(self, graph: Graph, touched: Collection[str]) -> tuple["Islands", frozenset[str]]:
        """The islands after these elements came, went or changed, and every key on an island that this concerns."""
        numbers = {self.home[key] for key in touched if key in self.home}
        while True:
            old = {key for number in numbers for key in self.members[number]}
            elements = [one for key in {*old, *touched} if (one := graph.find(key)) is not None]
            fresh = _settled(elements, self.shared, self.steered)
            further = {self.home[key] for key in fresh if key in self.home} - numbers
            if not further:
                break
            numbers |= further
        return self._with(numbers, old, fresh), frozenset(old | fresh.keys())

    def _with(self, gone: set[int], old: set[str], fresh: Mapping[str, int]) -> "Islands":
        start = 1 + max(self.members, default=0)
        home, members = dict(self.home), dict(self.members)
        for key in old:
            del home[key]
        for number in gone:
            del members[number]
        home.update({key: number + start for key, number in fresh.items()})
        members.update({number + start: keys for number, keys in _turned(fresh).items()})
        return Islands(self.shared, home, members, self.steered)


def islands(graph: Graph) -> Islands:
    """The islands of a topology."""
    shared = frozenset(_shared(graph))
    steered = any(map(steers, graph.nodes.values()))
    elements = [one for one in graph.elements() if one.key not in shared and not isinstance(one, View)]
    home = _settled(elements, shared, steered)
    return Islands(shared, home, _turned(home), steered)


def _turned(home: Mapping[str, int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    for key, number in home.items():
        found[number].append(key)
    return {number: tuple(keys) for number, keys in found.items()}


def steers(node: Node) -> bool:
    """Whether it is a name service that chooses where to send people."""
    return hasattr(node.properties, "records") and bool(getattr(node.properties, "routing", ""))


def is_outside(node: Node) -> bool:
    if node.zone is not None:
        return False
    traits = node_kind(node.kind).traits
    return bool(traits & OUTSIDE) and not traits & AT_WORK


def is_shared_zone(zone: Zone) -> bool:
    return bool(zone_kind(zone.kind).traits & SHARED_ZONES)


def _shared(graph: Graph) -> Iterator[str]:
    for zone in graph.zones.values():
        if is_shared_zone(zone):
            yield from (around.key for around in graph.path(zone))
    outside = {node.key for node in graph.nodes.values() if is_outside(node) and _ends_here(graph, node)}
    yield from outside
    yield from (port.key for port in graph.ports.values() if port.node in outside)
    yield from (link.key for link in graph.links.values() if {link.source, link.target} <= outside)


def _ends_here(graph: Graph, node: Node) -> bool:
    """Whether no way leads through it: users whom nobody calls, outside systems that call nobody."""
    around = [graph.find(key) for key in graph.referrers.get(node.key, ())]
    return all(
        isinstance(one, Port | View) or (isinstance(one, Link) and not _passes(one, node)) for one in around
    )


def _passes(link: Link, outsider: Node) -> bool:
    """Whether traffic could go on through the outsider: people called by parts, other people's systems calling."""
    return outsider.key == (link.target if node_kind(outsider.kind).has(Trait.INTERNET) else link.source)


def is_far(element: Element, graph: Graph, shared: Collection[str]) -> bool:
    """Whether this element, new or gone, may change what is shared, and with it every island."""
    if element.key in shared:
        return True
    if isinstance(element, Zone):
        return is_shared_zone(element)
    if isinstance(element, Node):
        return is_outside(element) or steers(element)
    outsiders = [node for key in element.targets() if key in shared and (node := graph.nodes.get(key))]
    if not isinstance(element, Link):
        return bool(outsiders)
    return len(outsiders) > 1 or any(_passes(element, node) for node in outsiders)


# --- what hangs together -----------------------------------------------------------------------------------------


def _settled(elements: Iterable[Element], shared: Collection[str], steered: bool) -> dict[str, int]:
    """Each of these elements and their ties -> the number of its island."""
    ordered = list(elements)
    above: dict[str, str] = {}
    for element in ordered:
        above.setdefault(element.key, element.key)
        for tie in _ties(element, shared):
            _join(above, element.key, tie)
    for entry, tie in _entry_ties(ordered, steered):
        _join(above, entry, tie)
    numbers: dict[str, int] = {}
    return {key: numbers.setdefault(_top(above, key), len(numbers)) for key in above}


def _join(above: dict[str, str], one: str, other: str) -> None:
    above.setdefault(other, other)
    above[_top(above, one)] = _top(above, other)


def _top(above: dict[str, str], key: str) -> str:
    while above[key] != key:
        above[key] = above[above[key]]
        key = above[key]
    return key


def _ties(element: Element, shared: Collection[str]) -> Iterator[str]:
    for field in element.references():
        target = getattr(element, field)
        if target is not None and target not in shared:
            yield target
    if isinstance(element, Node):
        yield from (f":domain {name}" for names in stated(element.properties, "domains") for name in names)
        if element.zone in shared:
            yield f":pool {element.zone} {element.kind}"
        if steers(element):
            yield ":steered"


def _entry_ties(elements: Iterable[Element], steered: bool) -> Iterator[tuple[str, str]]:
    """Entries, each with what holds it to others."""
    found = list(elements)
    nodes = {one.key: one for one in found if isinstance(one, Node)}
    links = [one for one in found if isinstance(one, Link) and one.role in ("traffic", "dns")]
    ways: dict[str, list[str]] = defaultdict(list)
    for link in links:
        ways[link.source].append(link.target)
    for key in dict.fromkeys(link.target for link in links if _opens(nodes.get(link.source))):
        if key in nodes:
            if steered:
                yield key, ":steered"
            if not _leads_to_data(key, ways, nodes):
                yield key, f":without data {nodes[key].kind}"


def _opens(caller: Node | None) -> bool:
    """Whether its targets are entries: those of users (who are shared, if nobody calls them) and of name services."""
    if caller is None or node_kind(caller.kind).has(Trait.INTERNET):
        return True
    return hasattr(caller.properties, "records")


def _leads_to_data(key: str, ways: Mapping[str, list[str]], nodes: Mapping[str, Node]) -> bool:
    seen, stack = {key}, [key]
    while stack:
        one = stack.pop()
        if one in nodes and node_kind(nodes[one].kind).has(Trait.DATA):
            return True
        fresh = [target for target in ways.get(one, ()) if target not in seen]
        seen.update(fresh)
        stack.extend(fresh)
    return False
