"""The one bridge between rows and the graph.

Which column holds which field follows from the value and its table: names are equal, a reference is a foreign key,
and one that may point into several sections has one column for each. Nothing is written twice.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any, Protocol
from uuid import UUID, uuid4

from django.db import transaction
from pydantic import ValidationError

from topologies.documents import dump_value
from topologies.graph import SECTIONS, Element, Fault, Faults, Graph, Header, Zone, build
from topologies.graph.base import Value, faults_of
from topologies.models import ROWS, Draft, ElementRow

BATCH = 2000
ATTEMPTS = 3
BACKWARDS = tuple(reversed(tuple(SECTIONS)))  # what refers before what it refers to

Keys = Mapping[str, Mapping[int, str]]  # section -> row id -> key
Ids = Mapping[str, Mapping[str, int]]  # section -> key -> row id


class Changed(Protocol):
    """One changed element, or the header where `section` is "topology"."""

    @property
    def section(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def before(self) -> Value | None: ...
    @property
    def after(self) -> Value | None: ...


@dataclass(frozen=True, slots=True)
class Bridge:
    """How one section's values stand in its table. `references`: field -> section -> column."""

    value: type[Element]
    row: type[ElementRow]
    plain: tuple[str, ...]
    references: Mapping[str, Mapping[str, str]]

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.plain, *(column for places in self.references.values() for column in places.values()))

    def columns_of(self, field: str) -> tuple[str, ...]:
        return tuple(self.references[field].values()) if field in self.references else (field,)

    def element(self, record: Mapping[str, Any], keys: Keys) -> Element:
        fields = {name: record[name] for name in self.plain}
        for field, places in self.references.items():
            found = (keys[place].get(record[column]) for place, column in places.items())
            fields[field] = next((key for key in found if key is not None), None)
        return self.value.model_validate(fields)

    def instance(self, draft: Draft, element: Element, ids: Ids) -> ElementRow:
        fields = dump_value(element)
        for field, places in self.references.items():
            key = fields.pop(field, None)
            for place, column in places.items():
                fields[column] = ids[place].get(key) if key is not None else None
        return self.row(draft_id=draft.pk, **fields)


@cache
def bridges() -> Mapping[str, Bridge]:
    """Section name -> its bridge."""
    return {name: _bridge(SECTIONS[name], row) for name, row in ROWS.items()}


def _bridge(value: type[Element], row: type[ElementRow]) -> Bridge:
    references = {
        field: {section: _column(field, section, len(mark.sections)) for section in mark.sections}
        for field, mark in value.references().items()
    }
    plain = tuple(name for name in value.model_fields if name not in references)
    return Bridge(value, row, plain, references)


def _column(field: str, section: str, places: int) -> str:
    return f"{field}_id" if places == 1 else f"{field}_{SECTIONS[section].__name__.lower()}_id"


# --- rows -> graph ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class State:
    """A draft as it was at one moment."""

    version: int
    stamp: UUID
    graph: Graph


def read_graph(draft: Draft) -> Graph:
    """The graph of a draft, as `read_state` tells it."""
    return read_state(draft).graph


def read_state(draft: Draft) -> State:
    """A draft as it is: one query for each section and two for the draft.

    A change that is committed between the queries would tear the picture, so the version is read before and
    after, and the rows are read again where it moved. Where it keeps moving, the last reading holds the draft, and
    who edits it waits.

    Raises:
        Draft.DoesNotExist: the draft is gone.
        Faults: rows that no service wrote do not make a graph.
    """
    for _attempt in range(ATTEMPTS):
        found = _read(draft)
        if found:
            return found
    with transaction.atomic():
        Draft.objects.select_for_update(of=("self",), no_key=True).get(pk=draft.pk)
        found = _read(draft)
    if found is None:
        raise RuntimeError(f"draft {draft.pk} changes although it is held")
    return found


def _read(draft: Draft) -> State | None:
    """The draft, or None where it moved meanwhile."""
    version, stamp, header = _state(draft)
    records = {name: _records(draft, bridge) for name, bridge in bridges().items()}
    if _state(draft)[1] != stamp:
        return None
    return State(version, stamp, build(Header.model_validate(header), _elements(records)))


def _state(draft: Draft) -> tuple[int, UUID, dict[str, Any]]:
    return Draft.objects.values_list("version", "stamp", "header").get(pk=draft.pk)


def _records(draft: Draft, bridge: Bridge) -> list[dict[str, Any]]:
    names = ("id", *bridge.columns)
    rows = bridge.row.objects.filter(draft=draft).order_by().values_list(*names)
    return [dict(zip(names, row, strict=True)) for row in rows.iterator(BATCH)]


def _elements(records: Mapping[str, list[dict[str, Any]]]) -> list[Element]:
    keys = {name: {record["id"]: record["key"] for record in rows} for name, rows in records.items()}
    elements: list[Element] = []
    faults: list[Fault] = []
    for name, rows in records.items():
        bridge = bridges()[name]
        for record in rows:
            try:
                elements.append(bridge.element(record, keys))
            except ValidationError as error:
                faults.extend(faults_of(record["key"], error))
    if faults:
        raise Faults(faults)
    return elements


# --- graph -> rows ---------------------------------------------------------------------------------------


@transaction.atomic
def write_graph(draft: Draft, graph: Graph) -> None:
    """Replace every row of the draft by the graph's elements, and its header. The version is the caller's."""
    _clear(draft)
    ids: dict[str, dict[str, int]] = {name: {} for name in SECTIONS}
    for name in SECTIONS:
        _insert(draft, name, list(graph.section(name).values()), ids)
    _stamp(draft, graph.header)


@transaction.atomic(savepoint=False)
def write_changes(draft: Draft, changes: Sequence[Changed]) -> None:
    """Bring the rows of the draft from before the changes to after them, touching no other row; and its version to
    what the caller made it."""
    removed, added, kept = _sorted_out(changes)
    for name in BACKWARDS:
        _delete(bridges()[name].row, draft, [element.key for element in removed[name]])
    fields = _differing(changes)
    ids = _ids(draft, added, kept, fields)
    for name in SECTIONS:
        _insert(draft, name, added[name], ids)
    for name in SECTIONS:
        _update(draft, name, kept[name], ids, fields[name])
    header = next((change.after for change in changes if isinstance(change.after, Header)), None)
    _stamp(draft, header, "version")


def clear(draft: Draft) -> None:
    """Delete every element row of the draft."""
    _clear(draft)
    _stamp(draft, None)


def _clear(draft: Draft) -> None:
    for name in BACKWARDS:
        _delete(bridges()[name].row, draft)


Sorted = dict[str, list[Element]]


def _sorted_out(changes: Iterable[Changed]) -> tuple[Sorted, Sorted, Sorted]:
    """Elements that go, come and stay, by section."""
    removed, added, kept = _empty(), _empty(), _empty()
    for change in changes:
        if isinstance(change.after, Element):
            (kept if change.before is not None else added)[change.section].append(change.after)
        elif isinstance(change.before, Element):
            removed[change.section].append(change.before)
    return removed, added, kept


def _empty() -> Sorted:
    return {name: [] for name in SECTIONS}


def _delete(row: type[ElementRow], draft: Draft, keys: Sequence[str] | None = None) -> None:
    # The callers delete whatever refers to these rows themselves; collecting it would load every row first.
    batches = [None] if keys is None else [keys[i : i + 500] for i in range(0, len(keys), 500)]
    for batch in batches:
        rows = row.objects.filter(draft=draft)
        rows = rows if batch is None else rows.filter(key__in=batch)
        rows._raw_delete(rows.db)  # noqa: SLF001 - Django has no public name for a plain DELETE


def _insert(draft: Draft, name: str, elements: list[Element], ids: dict[str, dict[str, int]]) -> None:
    bridge = bridges()[name]
    for level in _levels(elements):
        rows = bridge.row.objects.bulk_create(
            [bridge.instance(draft, element, ids) for element in level], batch_size=BATCH
        )
        ids[name].update({row.key: row.pk for row in rows})


def _levels(elements: list[Element]) -> Iterator[list[Element]]:
    """Zones level by level, each after the zones it stands in; everything else at once."""
    waiting = list(elements)
    while waiting:
        keys = {element.key for element in waiting}
        ready = [one for one in waiting if not isinstance(one, Zone) or one.parent not in keys]
        yield ready
        waiting = [one for one in waiting if isinstance(one, Zone) and one.parent in keys]


def _differing(changes: Iterable[Changed]) -> dict[str, set[str]]:
    """Names of the fields that differ in the elements that stay, by section."""
    found: dict[str, set[str]] = {name: set() for name in SECTIONS}
    for change in changes:
        if isinstance(change.before, Element) and isinstance(change.after, Element):
            before, after = vars(change.before), vars(change.after)
            found[change.section] |= {name for name in after if before[name] != after[name]}
    return found


def _update(draft: Draft, name: str, elements: list[Element], ids: Ids, fields: set[str]) -> None:
    bridge = bridges()[name]
    columns = [column.removesuffix("_id") for field in sorted(fields) for column in bridge.columns_of(field)]
    if not columns:
        return
    rows = [bridge.instance(draft, element, ids) for element in elements]
    for row in rows:
        row.pk = ids[name][row.key]
    bridge.row.objects.bulk_update(rows, columns, batch_size=200)


def _ids(
    draft: Draft, added: Sorted, kept: Sorted, fields: Mapping[str, set[str]]
) -> dict[str, dict[str, int]]:
    """Row ids of the elements that stay, and of what is referred to: by those that come, and by these fields of those
    that stay. As far as they are stored."""
    wanted: dict[str, set[str]] = {name: {one.key for one in kept[name]} for name in SECTIONS}
    for name in SECTIONS:
        every = SECTIONS[name].references()
        told = {field: mark for field, mark in every.items() if field in fields[name]}
        for rows, references in ((added[name], every), (kept[name], told)):
            for element, (field, mark) in product(rows, references.items()):
                for section in mark.sections:
                    wanted[section].add(getattr(element, field) or "")
    return {name: _stored(draft, name, sorted(keys - {""})) for name, keys in wanted.items()}


def _stored(draft: Draft, name: str, keys: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(keys), 500):
        rows = ROWS[name].objects.filter(draft=draft, key__in=keys[start : start + 500])
        found.update(rows.order_by().values_list("key", "id"))
    return found


def _stamp(draft: Draft, header: Header | None, *fields: str) -> None:
    """The draft has another content from now on, and this header where there is one; these fields are stored, too."""
    draft.stamp = uuid4()
    if header is not None:
        draft.header = dump_value(header)
        fields += ("header",)
    draft.save(update_fields=["stamp", "changed", *fields])
