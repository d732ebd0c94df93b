"""The findings of drafts under way, kept in this process beside their graphs: after an edit only what it concerns is
judged again."""

from collections import OrderedDict
from threading import Lock
from uuid import UUID

from topologies.models import Draft
from topologies.snapshots import State
from topologies.validation import Finding, Judged, judge, recheck

KEPT_DRAFTS = 8

_kept: OrderedDict[int, tuple[UUID, Judged]] = OrderedDict()  # draft -> the stamp that it was judged at
_lock = Lock()


def findings_of(draft: Draft, state: State) -> tuple[Finding, ...]:
    """What the rules find in the draft at this state (see `live.state_of`), worst first."""
    with _lock:
        stamp, known = _kept.get(draft.pk, (None, None))
    if known is None or stamp != state.stamp:
        known = recheck(known, state.graph) if known else judge(state.graph)
        _keep(draft.pk, state.stamp, known)
    return known.report.findings


def _keep(draft: int, stamp: UUID, judged: Judged) -> None:
    with _lock:
        _kept[draft] = stamp, judged
        _kept.move_to_end(draft)
        while len(_kept) > KEPT_DRAFTS:
            _kept.popitem(last=False)
