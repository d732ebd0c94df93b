from collections.abc import Iterator

from topologies.graph import Graph
from topologies.kinds import Trait
from topologies.resilience import Failure, Outcome, Recovery, World, drifting, failures, said
from topologies.resilience.standing import SINGLE_DATACENTER_REGIONS
from topologies.validation.context import Context
from topologies.validation.model import Table, Violation
from topologies.validation.names import name, names
from topologies.validation.registry import rule

Row = tuple[str, tuple[str, ...], tuple[Recovery, ...]]  # the zone, what users lose, how that comes back
HOME = "the zone of "  # where a unit stands, and nobody says in which zone


@rule(
    "RES03",
    severity="critical",
    title="The loss of an availability zone breaks a service",
    reads=("environment",),
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
    broken: dict[tuple[str, ...], list[Row]] = {}
    for failure in _zones(context):
        for outcome in context.resilience.surely(failure):
            if not _comes_back(outcome):
                row = failure.removed[0], outcome.lost, outcome.recoveries
                broken.setdefault(outcome.lost, []).append(row)
    yield from (_violation(context.graph, lost, rows) for lost, rows in broken.items())
    yield from (found for found in _drifting(context) if tuple(sorted(found.subjects)) not in broken)


def _zones(context: Context) -> Iterator[Failure]:
    """Every named zone, and every region that is a single datacenter."""
    map_ = context.resilience.map_
    for failure in failures(context.graph, map_.units, ["zone", "region"]):
        if failure.kind == "zone" or (not failure.unnamed and _is_datacenter(context, failure.removed[0])):
            yield failure


def _is_datacenter(context: Context, region: str) -> bool:
    provider = context.graph.enclosing(context.graph.zones[region], Trait.PROVIDER)
    return provider is not None and getattr(provider.properties, "provider", "") in SINGLE_DATACENTER_REGIONS


def _drifting(context: Context) -> Iterator[Violation]:
    """What is lost with one unit that stands in some zone, or may."""
    simulator = context.resilience
    for point in simulator.points(drifting):
        place = simulator.map_.number[point.place]
        unit = simulator.map_.units[place]
        gone = World(simulator.map_, Failure("zone", unit.zones[:1]), {place: 0})
        recovery = simulator.serving.comeback(place, gone)
        if recovery is None or not _is_quick(recovery):
            row = f"{HOME}{unit.key}", point.lost, (recovery,) if recovery else ()
            yield _violation(context.graph, point.lost, [row], unit.missing if unit.doubtful else "")


def _is_quick(one: Recovery) -> bool:
    """Whether it needs nobody, and no longer than somebody says."""
    return one.automatic and one.duration.seconds is not None


def _comes_back(outcome: Outcome) -> bool:
    return not outcome.lost or (outcome.served != "no" and all(map(_is_quick, outcome.recoveries)))


def _violation(graph: Graph, lost: tuple[str, ...], rows: list[Row], missing: str = "") -> Violation:
    zones = tuple(sorted({zone for zone, _, _ in rows}))
    verb = "may lose" if missing else "lose"
    where = ", ".join(_named(graph, zone) for zone in zones)
    shown = tuple(dict.fromkeys(_shown(graph, row) for row in rows))
    return Violation(
        subjects=lost,
        message=f"Users {verb} {names(graph, lost)} with one availability zone: {where}.",
        evidence=Table(("zone lost", "users lose", "what brings it back"), shown),
        causes=zones,
        missing=(missing,) if missing else (),
    )


def _named(graph: Graph, zone: str) -> str:
    if zone.startswith(HOME):
        return HOME + name(graph, zone.removeprefix(HOME))
    return name(graph, zone)


def _shown(graph: Graph, row: Row) -> tuple[str, str, str]:
    zone, lost, recoveries = row
    slow = [one for one in recoveries if not _is_quick(one)]
    back = "; ".join(f"{one.how} of {name(graph, one.lost)}: {said(one.duration)}" for one in slow)
    return _named(graph, zone), names(graph, lost), back or "nothing"
