"""The graphs of drafts under way, kept in this process: an edit costs what it changes, not what the draft holds.

The row is the truth. A graph that is kept counts only while its stamp is the row's; where another process edited
meanwhile, its edits are taken from the log.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import Any
from uuid import UUID

from topologies.graph import Element, Graph, Header, evolved
from topologies.models import Draft
from topologies.operations import after_told
from topologies.snapshots import State, read_state

KEPT_DRAFTS = 16
KEPT_ELEMENTS = 200_000
LONGEST_WAY = 100  # edits; beyond, reading all rows is as quick

_kept: OrderedDict[int, State] = OrderedDict()
_lock = Lock()


def state_of(draft: Draft) -> State:
    """The draft as it is now. Three queries at most where this process knows it, else those of `read_state`.

    Raises:
        Draft.DoesNotExist, Faults: as `read_state` does
    """
    return _state_at(draft, Draft.objects.values_list("stamp", flat=True).get(pk=draft.pk))


def _state_at(draft: Draft, stamp: UUID) -> State:
    with _lock:
        known = _kept.get(draft.pk)
    if known and known.stamp == stamp:
        return known
    found = (known and _caught_up(draft, known)) or read_state(draft)
    keep(draft, found)
    return found


def graph_of(draft: Draft) -> Graph:
    """The graph of the draft as it is now."""
    return state_of(draft).graph


def graph_at(draft: Draft, version: int, stamp: UUID, read: Callable[[], Graph]) -> Graph:
    """The graph of the draft while this is its stamp, from memory or else as `read` gives it, which costs less than
    its rows."""
    with _lock:
        known = _kept.get(draft.pk)
    if known and known.stamp == stamp:
        return known.graph
    found = read()
    keep(draft, State(version, stamp, found))
    return found


def graph_held(draft: Draft) -> Graph:
    """The graph of a draft that was just read and is locked, so that nobody changes it. No query where this process
    knows it."""
    return _state_at(draft, draft.stamp).graph


def keep(draft: Draft, state: State) -> None:
    """Remember the state. A transaction that is rolled back does no harm: its stamp never comes to be."""
    with _lock:
        _kept[draft.pk] = state
        _kept.move_to_end(draft.pk)
        while len(_kept) > 1 and (len(_kept) > KEPT_DRAFTS or _elements() > KEPT_ELEMENTS):
            _kept.popitem(last=False)


def _elements() -> int:
    return sum(
        len(state.graph.zones) + len(state.graph.nodes) + len(state.graph.links) for state in _kept.values()
    )


def _caught_up(draft: Draft, known: State) -> State | None:
    """The known state with the edits of others on top; None where the log does not lead from it to the present."""
    rows = list(
        draft.log.filter(version__gte=known.version)
        .order_by("version")
        .values_list("version", "stamp", "changes")[: LONGEST_WAY + 1]
    )
    if not rows or rows[0][1] != known.stamp:
        return None
    version, stamp = Draft.objects.values_list("version", "stamp").get(pk=draft.pk)
    if (rows[-1][0], rows[-1][1]) != (version, stamp):
        return None
    return State(version, stamp, _replayed(known.graph, [change for row in rows[1:] for change in row[2]]))


def _replayed(graph: Graph, changes: Iterable[Mapping[str, Any]]) -> Graph:
    """The graph after changes as the log tells them."""
    header: Header = graph.header
    news: dict[tuple[str, str], Element | None] = {}
    for change in changes:
        place = change["section"], change["key"]
        present = news[place] if place in news else graph.by_key.get(place[1])
        after = after_told(present, change)
        if isinstance(after, Header):
            header = after
        else:
            news[place] = after
    return evolved(graph, header, news)
