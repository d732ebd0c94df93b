"""A topology while it is being edited: copies only the sections that an operation touches."""

from collections.abc import Iterator, Mapping
from typing import Any

from topologies.documents import dump_element, parse_element
from topologies.graph import SECTIONS, Element, Fault, Faults, Graph, Header


class Working:
    """Mutable tables over a frozen graph. Remembers each touched element as it was before."""

    def __init__(self, graph: Graph) -> None:
        self.header: Header = graph.header
        self.before: dict[tuple[str, str], Element | None] = {}
        self._tables: dict[str, dict[str, Element]] = {}
        self._graph = graph

    def table(self, section: str) -> Mapping[str, Element]:
        return self._tables[section] if section in self._tables else self._graph.section(section)

    def find(self, key: str) -> Element:
        """The element of this key; Faults when there is none."""
        for section in SECTIONS:
            element = self.table(section).get(key)
            if element is not None:
                return element
        raise Faults([Fault(key, "key", "is not an element of this topology")])

    def find_in(self, section: str, key: str) -> Element:
        """The element of this key in this section; Faults when it is missing or something else."""
        element = self.find(key)
        if element.section != section:
            raise Faults(
                [Fault(key, "key", f"is one of the {_words(element.section)}, not of the {_words(section)}")]
            )
        return element

    def has(self, key: str) -> bool:
        return any(key in self.table(section) for section in SECTIONS)

    def create(self, section: str, key: str, fields: Mapping[str, Any]) -> None:
        """Parse and add an element; Faults when the key is taken or a field is wrong."""
        if self.has(key):
            raise Faults([Fault(key, "key", "is already taken in this topology")])
        self.put(_parsed(section, key, fields))

    def amend(self, element: Element, fields: Mapping[str, Any]) -> None:
        """Give an element new field values."""
        if "key" in fields:
            raise Faults([Fault(element.key, "key", "never changes; change the label instead")])
        self.put(_parsed(element.section, element.key, merged(dump_element(element), fields)))

    def put(self, element: Element) -> None:
        self._remember(element.section, element.key)
        self._own(element.section)[element.key] = element

    def drop(self, element: Element) -> None:
        self._remember(element.section, element.key)
        del self._own(element.section)[element.key]

    def now(self, section: str, key: str) -> Element | None:
        return self.table(section).get(key)

    def referring(self, key: str) -> Iterator[Element]:
        """The elements that refer to this key as things stand."""
        touched = {name for _, name in self.before}
        for name in sorted(self._graph.referrers.get(key, frozenset()) | touched):
            if self.has(name) and key in (element := self.find(name)).targets():
                yield element

    def cascade(self, key: str) -> tuple[str, ...]:
        """The keys of what cannot stand without this element, itself not included, sorted."""
        found: set[str] = set()
        waiting = [key]
        while waiting:
            target = waiting.pop()
            for element in self.referring(target):
                if element.key not in found and hangs_on(element, target):
                    found.add(element.key)
                    waiting.append(element.key)
        return tuple(sorted(found - {key}))

    def _own(self, section: str) -> dict[str, Element]:
        if section not in self._tables:
            self._tables[section] = dict(self._graph.section(section))
        return self._tables[section]

    def _remember(self, section: str, key: str) -> None:
        self.before.setdefault((section, key), self.table(section).get(key))


def merged(fields: Mapping[str, Any], news: Mapping[str, Any]) -> dict[str, Any]:
    """`fields` with `news` over them: null drops a field, `properties` merges one level unless the kind changes."""
    result = dict(fields)
    if "kind" in news and news["kind"] != fields.get("kind"):
        result["properties"] = {}
    for name, value in news.items():
        if name == "properties" and isinstance(value, Mapping):
            result[name] = _overlaid(result.get(name, {}), value)
        elif value is None:
            result.pop(name, None)
        else:
            result[name] = value
    return result


def cascade(graph: Graph, key: str) -> tuple[str, ...]:
    """The keys of what cannot stand without this element, itself not included, sorted."""
    return Working(graph).cascade(key)


def hangs_on(element: Element, target: str) -> bool:
    references = element.references().items()
    return any(mark.cascade and getattr(element, field) == target for field, mark in references)


def _overlaid(fields: Mapping[str, Any], news: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**fields, **news}.items() if value is not None}


def _parsed(section: str, key: str, fields: Mapping[str, Any]) -> Element:
    faults: list[Fault] = []
    element = parse_element(section, key, fields, faults)
    if element is None:
        raise Faults(faults)
    return element


def _words(section: str) -> str:
    return section.replace("_", " ")
