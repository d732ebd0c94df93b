"""Single points of failure, from one dominator tree: what every path from users to a job goes through."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import networkx as nx

from topologies.kinds import Trait
from topologies.resilience.jobs import Job, Service
from topologies.resilience.serving import Serving

ROOT = "users"
Group = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class SinglePoint:
    """`keys` fail together; without them users lose the jobs of `lost`, here by the keys of their members."""

    place: str
    keys: tuple[str, ...]
    lost: tuple[str, ...]


def single_points(serving: Serving, services: tuple[Service, ...], group: Group) -> Iterator[SinglePoint]:
    """Every group of units without which a need is not reached. `group` names what fails together; "" = never fails."""
    needs = sorted({job for service in services for job in service.needs}, key=lambda job: job.number)
    above = _dominators(serving, needs, group)
    lost: dict[str, set[int]] = defaultdict(set)
    for place, job in enumerate(needs):
        for name in _chain(above, f"need {place}"):
            lost[name].update(job.members)
    members: dict[str, list[str]] = defaultdict(list)
    for place, unit in enumerate(serving.map_.units):
        members[group(place)].extend(unit.keys)
    for name in sorted(set(lost) - {""}):
        keys = (key for place in lost[name] for key in serving.map_.units[place].keys)
        yield SinglePoint(name.removeprefix("at "), tuple(sorted(members[name])), tuple(sorted(keys)))


def _dominators(serving: Serving, needs: list[Job], group: Group) -> Mapping[str, str | None]:
    ways: nx.DiGraph[str] = nx.DiGraph()
    name = _named(group)
    ways.add_node(ROOT)
    ways.add_edges_from((ROOT, name(place)) for place in serving.map_.users)
    for source, targets in enumerate(serving.map_.leads):
        ways.add_edges_from((name(source), name(target)) for target in targets)
    for number, job in enumerate(needs):
        ways.add_edges_from((name(place), f"need {number}") for place in _able(serving, job))
    found: Mapping[str, str | None] = nx.immediate_dominators(ways, ROOT)
    return found


def _named(group: Group) -> Callable[[int], str]:
    return lambda place: group(place) or f"unit {place}"


def _able(serving: Serving, job: Job) -> Iterator[int]:
    """Who can do the job: for data, writers and the copies that may take over from them."""
    writers = [place for place in job.members if place in serving.stores.writers]
    yield from writers or job.members
    for place in writers:
        yield from (copy.place for copy in serving.stores.copies(place))


def _chain(above: Mapping[str, str | None], name: str) -> Iterator[str]:
    while name in above and above[name] not in (None, name, ROOT):
        name = above[name] or ROOT
        if name.startswith("at "):
            yield name


def alone(serving: Serving) -> Group:
    """Every unit that surely runs as one instance."""

    def group(place: int) -> str:
        unit = serving.map_.units[place]
        outside = serving.map_.traits[place] & {Trait.INTERNET, Trait.EXTERNAL}
        return f"at {unit.key}" if unit.alone and not outside else ""

    return group


def perhaps_alone(serving: Serving) -> Group:
    """As `alone`, with the units of which nobody says whether they have a second copy."""
    surely = alone(serving)

    def group(place: int) -> str:
        unit = serving.map_.units[place]
        return surely(place) or (f"at {unit.key}" if unit.doubtful and unit.copies == 1 else "")

    return group


def drifting(serving: Serving) -> Group:
    """Every unit that stands in one zone that nobody names, or may."""

    def group(place: int) -> str:
        unit = serving.map_.units[place]
        return f"at {unit.key}" if unit.drifts else ""

    return group


def on_hosts(serving: Serving) -> Group:
    """Everything that stands on one host."""

    def group(place: int) -> str:
        found = sorted(serving.map_.hosts & serving.map_.units[place].around)
        return f"at {found[0]}" if found else ""

    return group
