from collections.abc import Iterator
from dataclasses import dataclass, field

from topologies.kinds import Trait
from topologies.resilience import Failure, Outcome, failures, said
from topologies.resilience.standing import SINGLE_DATACENTER_REGIONS
from topologies.validation.context import Context
from topologies.validation.model import Table, Violation
from topologies.validation.registry import rule


@dataclass
class _Broken:
    """What breaks one service, row by row: the zone, what is lost, and how it comes back."""

    lost: set[str] = field(default_factory=set)
    rows: dict[tuple[str, str, str], None] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)


@rule(
    "RES03",
    severity="critical",
    title="The loss of an availability zone breaks a service",
    sources=("AWS Well-Architected REL11-BP05", "AWS Well-Architected REL10-BP01"),
)
def zone_loss_breaks_service(context: Context) -> Iterator[Violation]:
    """Without one availability zone users cannot use a service, and nothing takes over by itself.

    **What it means.** Each availability zone is taken away in turn, with all instances in it. The service breaks when some
    job that it needs has no instance left that users reach, and no standby, replica or new instance takes over
    automatically within a stated time. A region that is a
    single datacenter (DigitalOcean, Hetzner) counts as a zone.

    **Why it matters.** Zones are what fails as a whole. A service that only has to lose one is down as long as the zone
    is, or until somebody restores a backup elsewhere.

    **What to do.** Spread every tier over two zones with at least two instances; make the database multi-AZ; give replicas
    an automatic failover.

    **Limits.** Instances are taken to be spread evenly over the zones of their tier. A single instance whose zone is not
    named is lost with whichever zone it stands in. That what is left can bear the whole load is not judged, for demand
    for each instance is not stated. Zones that nobody names or counts cannot be taken away. Development environments are
    not judged.
    """
    if context.graph.header.environment == "development":
        return
    simulator = context.resilience
    sure: dict[tuple[str, ...], _Broken] = {}
    open_: dict[tuple[str, ...], _Broken] = {}
    for failure in _zones(context):
        for outcome in simulator.surely(failure):
            _note(sure, outcome, failure.removed[0])
    for place, failure in _drifting(context):
        unit = simulator.map_.units[place]
        for outcome in simulator.with_lost(failure, place):
            fact = unit.missing if unit.doubtful else ""
            _note(open_ if fact else sure, outcome, f"the zone of {unit.key}", fact)
    yield from _violations(sure)
    yield from _violations({service: broken for service, broken in open_.items() if service not in sure})


def _zones(context: Context) -> Iterator[Failure]:
    """Every named zone, and every region that is a single datacenter."""
    map_ = context.resilience.map_
    for failure in failures(context.graph, map_.units, ["zone", "region"]):
        if failure.kind == "zone" or (not failure.unnamed and _is_datacenter(context, failure.removed[0])):
            yield failure


def _is_datacenter(context: Context, region: str) -> bool:
    provider = context.graph.enclosing(context.graph.zones[region], Trait.PROVIDER)
    return provider is not None and getattr(provider.properties, "provider", "") in SINGLE_DATACENTER_REGIONS


def _drifting(context: Context) -> Iterator[tuple[int, Failure]]:
    """Units that stand in one zone that nobody names, with the loss of one that it may be."""
    for place, unit in enumerate(context.resilience.map_.units):
        if unit.drifts:
            yield place, Failure("node" if unit.doubtful else "zone", unit.zones[:1])


def _note(found: dict[tuple[str, ...], _Broken], outcome: Outcome, zone: str, fact: str = "") -> None:
    by_hand = [one for one in outcome.recoveries if not one.automatic or one.duration.seconds is None]
    if not outcome.lost or (outcome.served == "after recovery" and not by_hand):
        return
    broken = found.setdefault(outcome.service, _Broken())
    broken.lost.update(outcome.lost)
    broken.missing.update([fact] if fact else [])
    back = "; ".join(f"{one.how} of {one.lost}: {said(one.duration)}" for one in by_hand) or "nothing"
    broken.rows[zone, ", ".join(outcome.lost), back] = None


def _violations(found: dict[tuple[str, ...], _Broken]) -> Iterator[Violation]:
    """One for all services that lose the same."""
    same: dict[tuple[str, ...], _Broken] = {}
    for broken in found.values():
        first = same.setdefault(tuple(sorted(broken.lost)), broken)
        first.rows.update(broken.rows)
        first.missing.update(broken.missing)
    return (_violation(lost, broken) for lost, broken in same.items())


def _violation(lost: tuple[str, ...], broken: _Broken) -> Violation:
    zones = tuple(sorted({zone for zone, _, _ in broken.rows}))
    verb = "may lose" if broken.missing else "lose"
    return Violation(
        subjects=lost,
        message=f"Users {verb} {', '.join(lost)} with one availability zone: {', '.join(zones)}.",
        evidence=Table(("zone lost", "users lose", "what brings it back"), tuple(broken.rows)),
        causes=zones,
        missing=tuple(sorted(broken.missing)),
    )
