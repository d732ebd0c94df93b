"""What a change does: findings, what can be reached, recovery times and cost, before and after."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from topologies.comparing.exposure import Exposure, Way, exposed
from topologies.comparing.figures import Row as Figures
from topologies.comparing.figures import money, promises, recovery
from topologies.computed import kept, version_of
from topologies.graph import Graph
from topologies.pages.comparison.pairs import Pair
from topologies.pages.words import name_of
from topologies.validation import Finding, check

MOST_NAMED = 4  # elements of one class, by name
MOST_ROWS = 60
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that is worked out about a pair; findings worst first."""

    introduced: tuple[Finding, ...]
    fixed: tuple[Finding, ...]
    exposure: Exposure
    figures: tuple[Figures, ...]


def evidence_of(pair: Pair) -> Evidence:
    """Worked out once for each content."""
    return kept(pair.judged_key("evidence"), lambda: _evidence(pair.before, pair.after))


def _evidence(before: Graph, after: Graph) -> Evidence:
    old, new = check(before).findings, check(after).findings
    figures = (money(before, after), *promises(before, after), *recovery(before, after))
    return Evidence(_without(new, old), _without(old, new), exposed(before, after), figures)


def _without(some: Iterable[Finding], others: Iterable[Finding]) -> tuple[Finding, ...]:
    known = {one.fingerprint for one in others}
    return tuple(one for one in some if one.fingerprint not in known)


def context(pair: Pair) -> Row:
    """What templates/topologies/comparison/evidence.html shows, worked out once for each content."""
    return {**kept(kept_under(pair), lambda: _context(pair)), "names": pair.names}


def kept_under(pair: Pair) -> str:
    """The key of it in the cache."""
    return pair.judged_key(f"shown:{version_of(('pages',))}")


def _context(pair: Pair) -> Row:
    found = evidence_of(pair)
    ways = found.exposure
    return {
        "introduced": [_finding(one, pair.after) for one in found.introduced[:MOST_ROWS]],
        "introduced_left": max(len(found.introduced) - MOST_ROWS, 0),
        "fixed": [_finding(one, pair.before) for one in found.fixed[:MOST_ROWS]],
        "fixed_left": max(len(found.fixed) - MOST_ROWS, 0),
        "sentences": [_sentence(ways.opened, "Opens"), _sentence(ways.closed, "Closes")],
        "opened": [_way(way, pair.after) for way in ways.opened[:MOST_ROWS]],
        "opened_left": max(len(ways.opened) - MOST_ROWS, 0),
        "closed": [_way(way, pair.before) for way in ways.closed[:MOST_ROWS]],
        "closed_left": max(len(ways.closed) - MOST_ROWS, 0),
        "blocked": [_link(key, pair.after) for key in ways.blocked],
        "freed": [_link(key, pair.after) for key in ways.freed],
        "figures": found.figures,
    }


def _finding(one: Finding, graph: Graph) -> Row:
    level = one.severity if one.verdict == "fail" else "unknown"
    subjects = [name_of(graph, key) for key in one.subjects[:MOST_NAMED]]
    return {"code": one.code, "title": one.title, "level": level, "text": one.message, "subjects": subjects}


def _sentence(ways: Iterable[Way], verb: str) -> str:
    """`Opens 3 paths from the internet and 1 path that nobody declared.`"""
    found = list(ways)
    public = sum(way.from_internet for way in found)
    if not found:
        return f"{verb} no path."
    parts = [f"{_paths(public)} from the internet"] if public else []
    parts += [f"{_paths(len(found) - public)} that no link declares"] if len(found) > public else []
    return f"{verb} {' and '.join(parts)}."


def _paths(count: int) -> str:
    return f"{count} path{'' if count == 1 else 's'}"


def _way(way: Way, graph: Graph) -> Row:
    return {
        "source": "The internet" if way.from_internet else _names(way.sources, graph),
        "target": _names(way.targets, graph),
        "through": _names(way.through, graph),
        "port": way.port,
        "certain": way.certain,
    }


def _names(keys: tuple[str, ...], graph: Graph) -> str:
    named = [name_of(graph, key) for key in keys[:MOST_NAMED]]
    more = f" and {len(keys) - MOST_NAMED} more" if len(keys) > MOST_NAMED else ""
    return f"{', '.join(named)}{more}"


def _link(key: str, graph: Graph) -> str:
    link = graph.links[key]
    return f"{name_of(graph, link.source)} → {name_of(graph, link.target)}"
