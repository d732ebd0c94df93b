"""The next state of a graph, made of the present one at the price of what changes."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from topologies.graph.base import Faults
from topologies.graph.graph import Graph
from topologies.graph.header import Header
from topologies.graph.integrity import Tables, faults_among
from topologies.graph.values import SECTIONS, AclEntry, Element

News = Mapping[tuple[str, str], Element | None]  # (section, key) -> the element from now on; None = gone
Changes = Mapping[str, Element | None]  # the same of one section
Groups = Mapping[str, tuple[Element, ...]]


def evolved(graph: Graph, header: Header, news: News) -> Graph:
    """The graph with this header and these elements; equal to what `build` makes of all elements.

    Raises:
        Faults: what does not hang together among the changed elements and those that refer to them.
    """
    tables = {name: _table(graph.section(name), name, news) for name in SECTIONS}
    result = Graph(header, **tables)  # type: ignore[arg-type]
    # What everybody asks is computed once and never again: a frozen value keeps it in its own dictionary.
    vars(result)["referrers"] = _referrers(graph, news)
    vars(result).update(_still_true(graph, {section for section, _ in news}))
    vars(result).update(_regrouped(graph, news))
    faults = list(faults_among(_around(result, news), tables))
    if faults:
        raise Faults(faults)
    return result


# Answers of a graph, and the sections that each depends on.
_ANSWERS = {
    "zone_paths": {"zones"},
    "_enclosing": {"zones"},
    "_nodes_with": {"nodes"},
    "groups_on": {"attachments", "security_groups"},
    "entries_of": {"acl_entries"},
    "traffic": {"nodes", "links"},
    "copies": {"replications"},
}

# Answers that sort one section by one field.
_GROUPED = {
    "child_zones": ("zones", "parent"),
    "nodes_in": ("nodes", "zone"),
    "ports_of": ("ports", "node"),
    "rules_of": ("rules", "group"),
    "routes_of": ("routes", "zone"),
    "acls_of": ("network_acls", "zone"),
    "links_from": ("links", "source"),
    "links_to": ("links", "target"),
}


def _still_true(graph: Graph, touched: set[str]) -> dict[str, object]:
    """The answers that the graph has already and that no change of these sections concerns."""
    known = vars(graph)
    return {name: known[name] for name, read in _ANSWERS.items() if name in known and not read & touched}


def _regrouped(graph: Graph, news: News) -> dict[str, object]:
    """The grouped answers that the graph has already, with what changed in them."""
    known = vars(graph)
    return {
        name: _moved(known[name], graph.section(section), field, _of(section, news))
        for name, (section, field) in _GROUPED.items()
        if name in known
    }


def _moved(groups: Groups, before: Mapping[str, Element], field: str, news: Changes) -> Groups:
    if not news:
        return groups
    found = {key: {row.key: row for row in groups.get(key, ())} for key in _touched(before, field, news)}
    for key, element in news.items():
        if key in before:
            del found[getattr(before[key], field) or ""][key]
        if element is not None:
            found[getattr(element, field) or ""][key] = element
    changed = {key: tuple(rows[name] for name in sorted(rows)) for key, rows in found.items()}
    return MappingProxyType({key: rows for key, rows in {**groups, **changed}.items() if rows})


def _touched(before: Mapping[str, Element], field: str, news: Changes) -> set[str]:
    """The groups that something leaves or enters."""
    rows = [one for one in (*map(before.get, news), *news.values()) if one is not None]
    return {getattr(row, field) or "" for row in rows}


def _of(section: str, news: News) -> Changes:
    return {key: element for (where, key), element in news.items() if where == section}


def _table(rows: Mapping[str, Element], name: str, news: News) -> Mapping[str, Element]:
    mine = _of(name, news)
    if not mine:
        return rows
    table = dict(rows)
    for key, element in mine.items():
        if element is None:
            table.pop(key, None)
        else:
            table[key] = element
    if mine.keys() - rows.keys():
        table = dict(sorted(table.items()))
    return MappingProxyType(table)


def _referrers(graph: Graph, news: News) -> Mapping[str, frozenset[str]]:
    found = dict(graph.referrers)
    for section, key in news:
        before = graph.section(section).get(key)
        for target in before.targets() if before else ():
            found[target] = found[target] - {key}
    for (_, key), element in news.items():
        for target in element.targets() if element else ():
            found[target] = found.get(target, frozenset()) | {key}
    return MappingProxyType({target: keys for target, keys in found.items() if keys})


def _around(graph: Graph, news: News) -> Tables:
    """What changed, what refers to it, and the neighbours of changed entries of network ACLs, by section and key."""
    keys = {key for _, key in news}
    for key in tuple(keys):
        keys |= graph.referrers.get(key, frozenset())
    lists = {entry.acl for entry in _found(graph, keys) if isinstance(entry, AclEntry)}
    for acl in lists:
        keys |= graph.referrers.get(acl, frozenset())
    some: dict[str, dict[str, Element]] = {name: {} for name in SECTIONS}
    for element in _found(graph, keys):
        some[element.section][element.key] = element
    return some


def _found(graph: Graph, keys: Iterable[str]) -> Iterable[Element]:
    for key in sorted(keys):
        element = graph.find(key)
        if element is not None:
            yield element
