"""Every failure, and what becomes of every service."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from topologies.graph import Graph
from topologies.resilience.failures import KINDS, Failure, FailureKind, failures
from topologies.resilience.jobs import Map, Service, services
from topologies.resilience.serving import Aftermath, Serving
from topologies.resilience.spof import Dominators, Group, SinglePoint, alone
from topologies.resilience.standing import facts, units
from topologies.resilience.verdicts import Outcome, Served, Verdict, judgements, times, worst
from topologies.resilience.world import World, worlds


@dataclass(frozen=True, slots=True)
class Scenario:
    """One failure: what surely stops (`lost`), what may stop because nobody says where it stands (`perhaps`), and what
    becomes of each service."""

    failure: Failure
    lost: tuple[str, ...]
    perhaps: tuple[str, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def verdict(self) -> Verdict:
        verdicts = {one.verdict for one in self.outcomes}
        return "misses" if "misses" in verdicts else "unknown" if "unknown" in verdicts else "meets"


@dataclass(frozen=True, slots=True)
class Report:
    """The scenarios in the order of their kinds: node, host, zone, two zones, region, provider."""

    scenarios: tuple[Scenario, ...]

    def of_kind(self, *kinds: FailureKind) -> tuple[Scenario, ...]:
        return tuple(one for one in self.scenarios if one.failure.kind in kinds)


@dataclass(frozen=True)
class Resilience:
    """The simulator of one graph; what is common to all failures is worked out once."""

    graph: Graph

    @cached_property
    def map_(self) -> Map:
        return Map(self.graph, units(self.graph))

    @cached_property
    def services(self) -> tuple[Service, ...]:
        return services(self.map_)

    @cached_property
    def serving(self) -> Serving:
        return Serving(self.map_)

    @cached_property
    def singles(self) -> tuple[SinglePoint, ...]:
        """Single points of failure: what surely runs as one instance, and users have no way around it."""
        return self.points(alone)

    def points(self, group: Callable[[Serving], Group]) -> tuple[SinglePoint, ...]:
        """As `singles`, of what `group` takes together."""
        return tuple(self._dominators.points(group(self.serving)))

    @cached_property
    def _dominators(self) -> Dominators:
        return Dominators(self.serving, self.services)

    def report(self, kinds: Collection[FailureKind] = KINDS) -> Report:
        return Report(tuple(map(self.scenario, failures(self.graph, self.map_.units, kinds))))

    def scenario(self, failure: Failure) -> Scenario:
        worst_, best = worlds(self.map_, failure)
        return Scenario(
            failure,
            lost=self._keys(place for place in best.left if not best.alive(place)),
            perhaps=self._keys(
                place for place in worst_.left if not worst_.alive(place) and best.alive(place)
            ),
            outcomes=self._judged(worst_, best),
        )

    def surely(self, failure: Failure) -> tuple[Outcome, ...]:
        """The outcomes if only those stop that surely do."""
        return self._outcomes(worlds(self.map_, failure)[1])

    def with_lost(self, failure: Failure, place: int) -> tuple[Outcome, ...]:
        """As `surely`, if the failure also takes all of this unit, and with it what shares its host."""
        return self._outcomes(self.world_without(failure, place))

    def world_without(self, failure: Failure, place: int) -> World:
        best = worlds(self.map_, failure)[1]
        hosts = self.map_.hosts & self.map_.units[place].around
        beside = {one: 0 for host in hosts for one in self.map_.near[host]}
        return World(self.map_, failure, {**best.left, **beside, place: 0})

    def _outcomes(self, world: World) -> tuple[Outcome, ...]:
        return self._judged(world, world)

    def _judged(self, world: World, best: World) -> tuple[Outcome, ...]:
        """One outcome for each service; only those that have a part in what failed are looked at."""
        touched = {number for one in (*world.left, *world.lost) for number in self._serving_with.get(one, ())}
        return tuple(
            self._outcome(service, world, best) if number in touched else untouched
            for number, (service, untouched) in enumerate(zip(self.services, self._untouched, strict=True))
        )

    @cached_property
    def _untouched(self) -> tuple[Outcome, ...]:
        return tuple(Outcome(service.keys) for service in self.services)

    @cached_property
    def _serving_with(self) -> Mapping[int, list[int]]:
        """Unit -> the numbers of the services that it is part of."""
        found: dict[int, list[int]] = defaultdict(list)
        for number, service in enumerate(self.services):
            for place in service.parts:
                found[place].append(number)
        return found

    def _keys(self, places: Iterable[int]) -> tuple[str, ...]:
        return tuple(sorted(key for place in places for key in self.map_.units[place].keys))

    def _outcome(self, service: Service, world: World, best: World) -> Outcome:
        if not world.touches(service):
            return Outcome(service.keys)
        after = self.serving.aftermath(service, world)
        hopeful = after if world is best or world.left == best.left else self.serving.aftermath(service, best)
        rto, rpo = times(after)
        found = list(judgements(self.graph, after))
        verdict, agreed = worst(found), after is hopeful or self._agree(after, hopeful)
        missing = [fact for one in found if one.verdict == "unknown" for fact in one.missing]
        missing += [] if agreed else self._unsure(service, world, best)
        verdict = verdict if agreed else "unknown"
        return Outcome(
            service.keys,
            served=_served(after, hopeful),
            lost=self._keys(place for job in (*after.lost, *after.down) for place in job.members),
            recoveries=after.recoveries,
            capacities=after.capacities,
            rto=rto,
            rpo=rpo,
            verdict=verdict,
            reasons=tuple(one.reason for one in found if one.reason),
            missing=tuple(dict.fromkeys(missing)) if verdict == "unknown" else (),
        )

    def _agree(self, after: Aftermath, hopeful: Aftermath) -> bool:
        """Whether it does not matter where things stand."""
        return len({worst(list(judgements(self.graph, one))) for one in (after, hopeful)}) == 1

    def _unsure(self, service: Service, world: World, best: World) -> list[str]:
        """Where things stand that the two worlds differ in."""
        differ = [place for place in sorted(service.parts) if world.alive(place) != best.alive(place)]
        return list(facts(tuple(self.map_.units[place] for place in differ)))


def _served(after: Aftermath, hopeful: Aftermath) -> Served:
    worst_, best = _state(after), _state(hopeful)
    return worst_ if worst_ == best else "unknown"


def _state(after: Aftermath) -> Served:
    return "no" if after.lost else "after recovery" if after.down else "yes"


def resilience(graph: Graph, kinds: Collection[FailureKind] = KINDS) -> Report:
    """What survives each failure of these kinds."""
    return Resilience(graph).report(kinds)
