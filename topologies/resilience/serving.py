"""What a service has left in a world: which of its needs users still reach, and how the others come back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from topologies.graph import Node
from topologies.kinds import Trait
from topologies.resilience.capacity import Capacity, capacity
from topologies.resilience.data import Stores
from topologies.resilience.jobs import Job, Map, Service
from topologies.resilience.recovery import Figure, Part, Recovery, detection, known, longest, unstated
from topologies.resilience.world import World

TIME_TO_LIVE = "wait for the name's time to live"


@dataclass(frozen=True, slots=True)
class Aftermath:
    """One service in one world. `lost` are the jobs that users cannot use for good, `down` those until a recovery."""

    lost: tuple[Job, ...] = ()
    down: tuple[Job, ...] = ()
    recoveries: tuple[Recovery, ...] = ()
    capacities: tuple[Capacity, ...] = ()

    @property
    def rto(self) -> Figure:
        return longest(one.duration for one in self.recoveries)

    @property
    def rpo(self) -> Figure:
        return longest(one.loss for one in self.recoveries)


@dataclass(frozen=True)
class Serving:
    """What every world of one map is judged with."""

    map_: Map

    @cached_property
    def stores(self) -> Stores:
        return Stores(self.map_)

    def aftermath(self, service: Service, world: World) -> Aftermath:
        touched = service.parts.intersection(world.left)
        needs = sorted(world.shaken & service.needed, key=lambda job: job.number)
        found = [(job, *self._need(job, world)) for job in needs]
        recoveries = [one for _, _, rows in found for one in rows]
        recoveries += [one for place in sorted(touched) for one in self._rerouted(place, world)]
        return Aftermath(
            lost=tuple(job for job, state, _ in found if state == "lost"),
            down=tuple(job for job, state, _ in found if state == "down"),
            recoveries=tuple(dict.fromkeys(_name_last(recoveries))),
            capacities=tuple(
                capacity(job, world)
                for job in needs
                if self._runs_code(job) and touched.intersection(job.members)
            ),
        )

    def comeback(self, place: int, world: World) -> Recovery | None:
        """How this unit alone comes back, once it is gone."""
        recovery = self.stores.recovery(place, world) if self.map_.jobs[place].stores else None
        return recovery or self._replacement(self.map_.nodes[place][0])

    def _runs_code(self, job: Job) -> bool:
        return any(Trait.COMPUTE in self.map_.traits[place] for place in job.members)

    # --- one need -----------------------------------------------------------------------------------------------------

    def _need(self, job: Job, world: World) -> tuple[str, list[Recovery]]:
        return self._store(job, world) if job.stores else self._part(job, world)

    def _store(self, job: Job, world: World) -> tuple[str, list[Recovery]]:
        writers = [place for place in job.members if place in self.stores.writers]
        found = [self.stores.recovery(place, world) for place in writers]
        recoveries = [one for one in found if one is not None]
        able = writers or list(job.members)
        heirs = [self.map_.number[one.by] for one in recoveries if one.how in ("promotion", "active")]
        return self._state(able, [*able, *heirs], world, recoveries)

    def _part(self, job: Job, world: World) -> tuple[str, list[Recovery]]:
        return self._state(job.members, job.members, world, [])

    def _state(
        self, able: Sequence[int], later: Sequence[int], world: World, recoveries: list[Recovery]
    ) -> tuple[str, list[Recovery]]:
        """Served by those that are able to at once, or later by these, or lost."""
        if any(self._usable(place, world) for place in able):
            return "served", recoveries
        covered = {self.map_.number[one.lost] for one in recoveries if one.how == "restore"}
        back = [
            place for place in later if world.reaches_later(place) or self._restorable(place, covered, world)
        ]
        if not back:
            return "lost", recoveries
        fresh = not any(world.alive(place) or place in covered for place in back)
        return "down", recoveries + ([self._replacement(self.map_.nodes[back[0]][0])] if fresh else [])

    def _restorable(self, place: int, covered: set[int], world: World) -> bool:
        """A backup can be restored anywhere, for whoever is there to use it."""
        return place in covered and any(world.reaches_later(caller) for caller in self.map_.callers[place])

    def _usable(self, place: int, world: World) -> bool:
        return world.alive(place) and world.reaches(place)

    def _replacement(self, node: Node) -> Recovery:
        scaling = getattr(node.properties, "scaling", None)
        seconds = (
            scaling.replacement_seconds if scaling else getattr(node.properties, "failover_seconds", None)
        )
        fact = f"{node.key}.{_replacement_field(node)}"
        part = known("replace", seconds) if seconds is not None else unstated("replace", fact)
        return Recovery(
            node.key, "replacement", node.key, seconds is not None, (*detection(node, node), part)
        )

    # --- traffic goes elsewhere ---------------------------------------------------------------------------------------

    def _rerouted(self, place: int, world: World) -> Iterator[Recovery]:
        """Who notices that this part answers no more and sends its traffic to those that do: once for each caller."""
        peers = self.map_.jobs[place]
        if peers.stores or not any(self._usable(peer, world) for peer in peers.members):
            return
        for caller in self.map_.callers[place]:
            if world.reaches(caller):
                yield from self._noticed(caller, place, world)

    def _noticed(self, caller: int, place: int, world: World) -> Iterator[Recovery]:
        watcher, lost = self.map_.nodes[caller][0], self.map_.nodes[place][0]
        if self._watches(caller):
            parts = detection(watcher, lost) or (unstated("detect", f"{watcher.key}.health_check"),)
            if Trait.BALANCER not in self.map_.traits[place] or not world.alive(place):
                yield Recovery(lost.key, "reroute", watcher.key, True, parts)
        elif not world.alive(place) and self._passes_on(caller):
            yield self._renamed(watcher, caller, place)

    def _watches(self, caller: int) -> bool:
        node = self.map_.nodes[caller][0]
        return Trait.PROXY in self.map_.traits[caller] and hasattr(node.properties, "health_check")

    def _passes_on(self, caller: int) -> bool:
        return caller in self.map_.name_services or bool(
            self.map_.traits[caller] & {Trait.INTERNET, Trait.PROXY}
        )

    def _renamed(self, watcher: Node, caller: int, place: int) -> Recovery:
        """By name service: the time of its failover, else of its health check, and then its time to live."""
        chosen = self._name_service(caller, place)
        lost = self.map_.nodes[place][0].key
        if chosen is None:
            fact = f"{watcher.key}: what notices that {lost} is lost"
            return Recovery(lost, "reroute", "", False, (unstated("detect", fact),))
        automatic = getattr(chosen.properties, "failover", "") == "automatic"
        return Recovery(lost, "reroute", chosen.key, automatic, (*_switched(chosen), _time_to_live(chosen)))

    def _name_service(self, caller: int, place: int) -> Node | None:
        """The one that gives the lost part's name, else its caller's, else one that chooses by itself."""
        known_ = [one for one in sorted(self.map_.name_services) if self.map_.before[one]]
        chosen = (
            [one for one in known_ if place in self.map_.calls[one]]
            or [one for one in known_ if caller in (*self.map_.calls[one], one)]
            or [one for one in known_ if getattr(self.map_.nodes[one][0].properties, "routing", "")]
        )
        return self.map_.nodes[chosen[0]][0] if chosen else None


def _name_last(recoveries: list[Recovery]) -> Iterator[Recovery]:
    """Who promotes a copy by hand and switches a name by hand does one after the other: users wait for the name's time to
    live when the copy is ready. What happens by itself happens at the same time."""
    by_hand = (one for one in recoveries if one.how == "reroute" and not one.automatic)
    waits = [part for one in by_hand for part in one.parts if part.what == TIME_TO_LIVE]
    longest_ = max(waits, key=lambda part: (part.figure.least, part.figure.most), default=None)
    for one in recoveries:
        late = longest_ is not None and one.how == "promotion" and not one.automatic
        yield replace(one, parts=(*one.parts, longest_)) if late and longest_ else one


def _replacement_field(node: Node) -> str:
    if hasattr(node.properties, "scaling"):
        return "scaling.replacement_seconds"
    return "failover_seconds" if hasattr(node.properties, "failover_seconds") else "replacement"


def _switched(node: Node) -> tuple[Part, ...]:
    seconds = getattr(node.properties, "failover_seconds", None)
    if seconds is not None:
        return (known("fail over", seconds),)
    return detection(node, node) or (unstated("fail over", f"{node.key}.failover_seconds"),)


def _time_to_live(node: Node) -> Part:
    row = node.properties
    records = [record.ttl_seconds for record in getattr(row, "records", ()) if record.ttl_seconds is not None]
    seconds = max(records, default=getattr(row, "ttl_seconds", None))
    if seconds is not None:
        return known(TIME_TO_LIVE, seconds)
    return unstated(TIME_TO_LIVE, f"{node.key}.ttl_seconds")
