"""What becomes of data when a store fails: who takes over, what is lost, and how long it takes.

`failover_seconds` counts from the failure, with whatever it takes to notice and decide, unless the store states a health
check of its own; then its interval times its retries comes before.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from topologies.graph import Node, Replication
from topologies.kinds import Trait
from topologies.kinds.properties import Backup
from topologies.resilience.jobs import Map
from topologies.resilience.recovery import Figure, Part, Recovery, detection, known, shortest, unstated
from topologies.resilience.world import World

# How far behind point-in-time recovery is. Source: Amazon RDS user guide, restoring to a specified time.
POINT_IN_TIME_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a store's data: how far behind, and by which last replication it gets it."""

    place: int
    lag: Figure
    last: Replication


@dataclass(frozen=True)
class Stores:
    """The data stores of a map."""

    map_: Map

    @cached_property
    def writers(self) -> frozenset[int]:
        """Stores that take writes: primaries, and what has no role and is called or copies nothing."""
        stores = (place for place, traits in enumerate(self.map_.traits) if Trait.DATA in traits)
        return frozenset(place for place in stores if self._writes(place))

    def _writes(self, place: int) -> bool:
        role = getattr(self.map_.nodes[place][0].properties, "role", None)
        if role is not None:
            return bool(role == "primary")
        return bool(self.map_.callers[place]) or place not in self._copying

    @cached_property
    def _copying(self) -> frozenset[int]:
        return frozenset(self.map_.number[row.target] for row in self.map_.graph.replications.values())

    @cached_property
    def _sent(self) -> Mapping[int, tuple[Replication, ...]]:
        found: dict[int, list[Replication]] = defaultdict(list)
        for row in self.map_.graph.replications.values():
            found[self.map_.number[row.source]].append(row)
        return {place: tuple(rows) for place, rows in found.items()}

    def recovery(self, place: int, world: World) -> Recovery | None:
        """How the data of this writer comes back; None where nothing happens to it."""
        if world.whole(place):
            return None
        if world.alive(place):
            return self._failed_over(place)
        copies = [copy for copy in self.copies(place) if world.alive(copy.place)]
        if copies:
            return self._promoted(place, min(copies, key=self._preference))
        return self._restored(place, world) if self.keeps(place) else None

    def keeps(self, place: int) -> bool:
        """Whether the store keeps what cannot be had elsewhere: a cache does only where it is said to persist."""
        row = self.map_.nodes[place][0].properties
        if not hasattr(row, "eviction_policy"):
            return True
        return bool(getattr(row, "persistent", None) or getattr(row, "append_only_file", None))

    # --- another instance ---------------------------------------------------------------------------------------------

    def _failed_over(self, place: int) -> Recovery:
        node = self.map_.nodes[place][0]
        seconds = getattr(node.properties, "failover_seconds", None)
        part = (
            known("fail over", seconds)
            if seconds is not None
            else unstated("fail over", f"{node.key}.failover_seconds")
        )
        asynchronous = self.keeps(place) and hasattr(node.properties, "eviction_policy")
        loss = Figure(None, (f"{node.key}: the lag of its own replicas",)) if asynchronous else Figure(0.0)
        return Recovery(node.key, "failover", node.key, True, (*detection(node, node), part), loss)

    # --- a copy -------------------------------------------------------------------------------------------------------

    def copies(self, place: int) -> tuple[Copy, ...]:
        """Every store that gets this one's data, with the least lag, summed along the chain."""
        found: dict[int, Copy] = {}
        queue: list[tuple[bool, float, str, Replication, tuple[str, ...]]] = []
        self._send(queue, place, Figure(0.0))
        while queue:
            unknown, lag, _, row, facts = heapq.heappop(queue)
            target = self.map_.number[row.target]
            if target != place and target not in found:
                figure = Figure(None if unknown else lag, facts, lag)
                found[target] = Copy(target, figure, row)
                self._send(queue, target, figure)
        return tuple(found.values())

    def _send(
        self, queue: list[tuple[bool, float, str, Replication, tuple[str, ...]]], place: int, so_far: Figure
    ) -> None:
        for row in self._sent.get(place, ()):
            if row.mode != "snapshot":
                step = _lag(row)
                facts = (*so_far.missing, *step.missing)
                heapq.heappush(queue, (bool(facts), so_far.least + step.least, row.key, row, facts))

    def _preference(self, copy: Copy) -> tuple[bool, int, bool, float, str]:
        order = {"automatic": 0, "manual": 1, "none": 2}[copy.last.failover]
        active = copy.place in self.writers
        return not active, order, copy.lag.seconds is None, copy.lag.least, self.map_.units[copy.place].key

    def _promoted(self, place: int, copy: Copy) -> Recovery:
        lost, target = self.map_.nodes[place][0], self.map_.nodes[copy.place][0]
        if copy.place in self.writers:
            return Recovery(lost.key, "active", target.key, True, (), copy.lag)
        row = copy.last
        what = "fail over" if row.failover == "automatic" else "decide and promote"
        fact = f"{row.key}.failover" if row.failover == "none" else f"{row.key}.failover_seconds"
        part = known(what, row.failover_seconds) if row.failover_seconds is not None else unstated(what, fact)
        parts = (*detection(lost, lost), part)
        return Recovery(lost.key, "promotion", target.key, row.failover == "automatic", parts, copy.lag)

    # --- a backup -----------------------------------------------------------------------------------------------------

    def _restored(self, place: int, world: World) -> Recovery:
        node = self.map_.nodes[place][0]
        options = [*self._own_backups(node, world), *self._stored(place, node, world)]
        if not options:
            return self._gone(node)
        _, duration = min(options, key=lambda option: (option[0].most, option[0].least))
        age, part = shortest(age for age, _ in options), Part("restore", duration)
        return Recovery(node.key, "restore", node.key, False, (*detection(node, node), part), age)

    def _gone(self, node: Node) -> Recovery:
        """No backup is left, or none is known."""
        fact = () if self._backups(node) else (f"{node.key}.backups",)
        loss = Figure(None, fact) if fact else Figure(float("inf"))
        parts = (unstated("restore", f"{node.key}.backups"),) if fact else ()
        return Recovery(node.key, "restore" if fact else "none", "", False, parts, loss)

    def _backups(self, node: Node) -> list[Backup]:
        host = self.map_.graph.enclosing(node, Trait.HOST)
        rows = [
            *getattr(node.properties, "backups", ()),
            *(getattr(host.properties, "backups", ()) if host else ()),
        ]
        return [row for row in rows if row.automatic]

    def _own_backups(self, node: Node, world: World) -> Iterator[tuple[Figure, Figure]]:
        for row in self._backups(node):
            if world.failure.kind != "node" and row.stored_in.startswith("/"):
                continue
            duration = _stated(row.restore_seconds, f"{node.key}.backups.restore_seconds")
            yield self._age(node, row, world), duration

    def _age(self, node: Node, row: Backup, world: World) -> Figure:
        kind = world.failure.kind
        if kind == "provider":
            return Figure(None, (f"{node.key}.backups.stored_in",))
        if kind == "region" and not row.cross_region:
            return Figure(None, (f"{node.key}.backups.cross_region",))
        if row.pitr and kind != "region":
            return Figure(POINT_IN_TIME_SECONDS)
        return _stated(row.interval_seconds, f"{node.key}.backups.interval_seconds")

    def _stored(self, place: int, node: Node, world: World) -> Iterator[tuple[Figure, Figure]]:
        for row in self._sent.get(place, ()):
            target = self.map_.number[row.target]
            if row.mode == "snapshot" and world.alive(target):
                store = self.map_.graph.nodes[row.target]
                yield (
                    _interval(row, store),
                    _stated(
                        getattr(store.properties, "restore_seconds", None), f"{store.key}.restore_seconds"
                    ),
                )


def _lag(row: Replication) -> Figure:
    if row.mode == "sync":
        return Figure(0.0)
    return _stated(row.lag_seconds, f"{row.key}.lag_seconds")


def _stated(seconds: float | None, fact: str) -> Figure:
    return Figure(None, (fact,)) if seconds is None else Figure(seconds)


def _interval(row: Replication, store: Node) -> Figure:
    said = [row.lag_seconds, getattr(store.properties, "interval_seconds", None)]
    return _stated(next((one for one in said if one is not None), None), f"{row.key}.lag_seconds")
