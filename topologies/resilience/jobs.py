"""Which parts stand in for each other, and what users need of them.

Parts do one job together when they are of one kind and

- a proxy sends traffic to both (proxies that do one job count as one proxy), or both hold copies of the same data;
- users call both and both use the same data, none at all, or the same domain names: geography or DNS picks one;
- members of one job each call their own: the cache of each region.

A part that calls two others of one kind needs both. Users need every job with code, data or an entry that declared
traffic leads them to, except optional parts, what watches the others, and other people's systems.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from topologies.graph import Graph, Node
from topologies.kinds import Trait
from topologies.resilience.standing import Unit

NEVER_NEEDED = frozenset({Trait.INTERNET, Trait.EXTERNAL, Trait.OBSERVER})


class Sets:
    """Disjoint sets of numbers; the smallest member stands for its set."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def find(self, one: int) -> int:
        while self.parent[one] != one:
            self.parent[one] = self.parent[self.parent[one]]
            one = self.parent[one]
        return one

    def join(self, members: Iterable[int]) -> bool:
        """Whether anything changed."""
        roots = {self.find(one) for one in members}
        for root in roots:
            self.parent[root] = min(roots)
        return len(roots) > 1


@dataclass(frozen=True, slots=True)
class Job:
    """Units that stand in for each other; the first of them gives the job its number."""

    number: int
    members: tuple[int, ...] = field(hash=False)
    stores: bool = field(hash=False)


@dataclass(frozen=True)
class Map:
    """The units of a graph as numbers, and the declared traffic and name service between them."""

    graph: Graph
    units: tuple[Unit, ...]

    @cached_property
    def number(self) -> Mapping[str, int]:
        """Node key -> its unit."""
        return {key: place for place, unit in enumerate(self.units) for key in unit.keys}

    @cached_property
    def nodes(self) -> tuple[tuple[Node, ...], ...]:
        return tuple(tuple(self.graph.nodes[key] for key in unit.keys) for unit in self.units)

    @cached_property
    def traits(self) -> tuple[frozenset[Trait], ...]:
        return tuple(self.graph.kind(nodes[0]).traits for nodes in self.nodes)

    @cached_property
    def calls(self) -> tuple[tuple[int, ...], ...]:
        """Unit -> the units it declares traffic or name service to."""
        found: list[set[int]] = [set() for _ in self.units]
        for link in self.graph.links.values():
            source, target = self.number[link.source], self.number[link.target]
            if link.role in ("traffic", "dns") and source != target:
                found[source].add(target)
        return tuple(tuple(sorted(targets)) for targets in found)

    @cached_property
    def callers(self) -> tuple[tuple[int, ...], ...]:
        """Unit -> the units that call it."""
        return _turned(self.calls)

    @cached_property
    def leads(self) -> tuple[tuple[int, ...], ...]:
        """As `calls`; who may call a store may call its copies too, for the one that is promoted takes its name."""
        copies = self.groups
        return tuple(
            tuple(sorted({copy for target in targets for copy in copies.get(target, (target,))} - {place}))
            for place, targets in enumerate(self.calls)
        )

    @cached_property
    def led_by(self) -> tuple[tuple[int, ...], ...]:
        """Unit -> the units that lead to it."""
        return _turned(self.leads)

    @cached_property
    def groups(self) -> Mapping[int, tuple[int, ...]]:
        """Store -> all stores with copies of its data, itself included."""
        sets = Sets(len(self.units))
        pairs = [(self.number[row.source], self.number[row.target]) for row in self.graph.replications.values()
                 if row.mode != "snapshot"]  # fmt: skip
        for pair in pairs:
            sets.join(pair)
        members: dict[int, list[int]] = defaultdict(list)
        for one in sorted({one for pair in pairs for one in pair}):
            members[sets.find(one)].append(one)
        return {one: tuple(group) for group in members.values() for one in group}

    @cached_property
    def near(self) -> Mapping[str, tuple[int, ...]]:
        """Key of a node or zone, or name of an availability zone -> the units that its loss may touch."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, unit in enumerate(self.units):
            for key in (*unit.keys, *unit.zones, *unit.around):
                found[key].append(place)
        return {key: tuple(places) for key, places in found.items()}

    @cached_property
    def hosts(self) -> frozenset[str]:
        return frozenset(zone.key for zone in self.graph.zones_with(Trait.HOST))

    @cached_property
    def users(self) -> tuple[int, ...]:
        return tuple(place for place, traits in enumerate(self.traits) if Trait.INTERNET in traits)

    @cached_property
    def name_services(self) -> frozenset[int]:
        return frozenset(
            place for place, nodes in enumerate(self.nodes) if hasattr(nodes[0].properties, "records")
        )

    @cached_property
    def before(self) -> bytearray:
        """What users reach when nothing has failed, one byte a unit."""
        seen = bytearray(len(self.units))
        for one in closure(self.users, self.leads):
            seen[one] = 1
        return seen

    def lost_without(self, closed: Iterable[int]) -> frozenset[int]:
        """What users no longer reach without these units, themselves included. Looks only at what lies behind them."""
        users = set(self.users)
        gone = {one for one in closed if self.before[one] and one not in users}
        behind = closure(gone, self.leads) - users
        fed = (
            one
            for one in behind - gone
            if any(self.before[caller] and caller not in behind for caller in self.led_by[one])
        )
        return frozenset(behind - closure(fed, self.leads, within=behind - gone))

    @cached_property
    def entries(self) -> tuple[int, ...]:
        """What users call: their targets, and what name services give them."""
        callers = {*self.users, *(one for one in self.name_services if self.before[one])}
        found = {target for caller in callers for target in self.calls[caller]} - self.name_services
        return tuple(sorted(found - set(self.users)))

    @cached_property
    def jobs(self) -> tuple[Job, ...]:
        """Unit -> the job it does."""
        sets = joined(self)
        members: dict[int, list[int]] = defaultdict(list)
        for one in range(len(self.units)):
            members[sets.find(one)].append(one)
        found = {
            root: Job(row[0], tuple(row), any(Trait.DATA in self.traits[one] for one in row))
            for root, row in members.items()
        }
        return tuple(found[sets.find(one)] for one in range(len(self.units)))


def closure(
    start: Iterable[int], ways: Sequence[Iterable[int]], within: Container[int] | None = None
) -> set[int]:
    """What the ways lead to from these numbers, themselves included; over those `within` only."""
    seen = set(start)
    stack = list(seen)
    while stack:
        for one in ways[stack.pop()]:
            if one not in seen and (within is None or one in within):
                seen.add(one)
                stack.append(one)
    return seen


def _turned(ways: Sequence[Iterable[int]]) -> tuple[tuple[int, ...], ...]:
    """The same ways backwards."""
    found: list[list[int]] = [[] for _ in ways]
    for source, targets in enumerate(ways):
        for target in targets:
            found[target].append(source)
    return tuple(map(tuple, found))


@dataclass(frozen=True)
class Service:
    """What users call, by its keys, every job they need behind it, and every unit on the way."""

    keys: tuple[str, ...]
    entry: Job
    needs: tuple[Job, ...]
    parts: frozenset[int]

    @cached_property
    def needed(self) -> frozenset[Job]:
        return frozenset(self.needs)


def services(map_: Map) -> tuple[Service, ...]:
    """Every service, by its keys. What users have only a name for, behind another service, is part of that one."""
    found = [_service(map_, entry) for entry in dict.fromkeys(map_.jobs[one] for one in map_.entries)]
    called = {one for user in map_.users for one in map_.calls[user]}
    kept = (
        one for one in found if one.needs and (called & set(one.entry.members) or not _is_inside(one, found))
    )
    return tuple(sorted(kept, key=lambda service: service.keys))


def _is_inside(service: Service, others: Iterable[Service]) -> bool:
    members = set(service.entry.members)
    return any(members <= other.parts for other in others if other is not service)


def _service(map_: Map, entry: Job) -> Service:
    parts = closure(entry.members, map_.calls)
    needs = {map_.jobs[one] for one in parts if _is_needed(map_, one)}
    keys = tuple(sorted(key for one in entry.members for key in map_.units[one].keys))
    parts.update(member for job in needs for member in job.members)
    return Service(keys, entry, tuple(sorted(needs, key=lambda job: job.number)), frozenset(parts))


def _is_needed(map_: Map, one: int) -> bool:
    traits = map_.traits[one]
    if traits & NEVER_NEEDED or all(node.optional for node in map_.nodes[one]):
        return False
    return bool(traits & {Trait.COMPUTE, Trait.DATA}) or one in map_.entries


def joined(map_: Map) -> Sets:
    """The jobs as sets of units."""
    sets = Sets(len(map_.units))
    for group in map_.groups.values():
        sets.join(group)
    for entries in _alike(map_):
        sets.join(entries)
    grown = _spread(map_, sets, None)
    while grown:
        grown = _spread(map_, sets, grown)
    return sets


def _alike(map_: Map) -> Iterator[list[int]]:
    """Entries of one kind that use the same data or none, and entries with a domain name in common."""
    found: dict[tuple[str, object], list[int]] = defaultdict(list)
    for one in map_.entries:
        node = map_.nodes[one][0]
        for store in _used(map_, one) or {-1}:
            found[node.kind, store].append(one)
        for domain in getattr(node.properties, "domains", ()):
            found["", domain].append(one)
    yield from found.values()


def _used(map_: Map, one: int) -> set[int]:
    """The data behind an entry; copies of the same data count as one."""
    stores = (place for place in closure((one,), map_.calls) if Trait.DATA in map_.traits[place])
    return {map_.groups.get(place, (place,))[0] for place in stores}


def _spread(map_: Map, sets: Sets, grown: Container[int] | None) -> set[int]:
    """One round: what members of one job call becomes one job where it stands in for each other.

    Only jobs that grew in the round before can say anything new. Returns those that grew in this one.
    """
    callers: dict[int, list[int]] = defaultdict(list)
    for one in range(len(map_.units)):
        if map_.before[one] and Trait.INTERNET not in map_.traits[one] and one not in map_.name_services:
            callers[sets.find(one)].append(one)
    joined_now: set[int] = set()
    for root, members in callers.items():
        if grown is None or root in grown:
            for called in _called(map_, members):
                if sets.join(called):
                    joined_now.update(called)
    return {sets.find(one) for one in joined_now}


def _called(map_: Map, members: list[int]) -> Iterator[set[int]]:
    """The targets of one job that stand in for each other, kind by kind."""
    spreads = any(Trait.PROXY in map_.traits[one] for one in members)
    by_kind: dict[str, list[set[int]]] = defaultdict(list)
    for one in members:
        mine: dict[str, set[int]] = defaultdict(set)
        for target in map_.calls[one]:
            mine[map_.nodes[target][0].kind].add(target)
        for kind, targets in mine.items():
            by_kind[kind].append(targets)
    for rows in by_kind.values():
        if spreads or all(_one_group(map_, targets) for targets in rows):
            yield set().union(*rows)


def _one_group(map_: Map, targets: set[int]) -> bool:
    return len({map_.groups.get(one, (one,))[0] for one in targets}) == 1
