"""The findings of drafts under way, kept in this process beside their graphs: after an edit only what it concerns is
judged again."""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from uuid import UUID

from topologies.models import Draft
from topologies.snapshots import State
from topologies.validation import Finding, Judged, judge, recheck

KEPT_DRAFTS = 8


@dataclass(slots=True)
class _Kept:
    """The last report on a draft. Whoever asks while it is made waits for it: panels of one page ask together."""

    lock: Lock = field(default_factory=Lock)
    stamp: UUID | None = None
    judged: Judged | None = None


_kept: OrderedDict[int, _Kept] = OrderedDict()
_lock = Lock()


def findings_of(draft: Draft, state: State) -> tuple[Finding, ...]:
    """What the rules find in the draft at this state (see `live.state_of`), worst first."""
    known = _known(draft.pk)
    with known.lock:
        if known.judged is None or known.stamp != state.stamp:
            known.judged = recheck(known.judged, state.graph) if known.judged else judge(state.graph)
            known.stamp = state.stamp
        return known.judged.report.findings


def _known(draft: int) -> _Kept:
    with _lock:
        known = _kept.setdefault(draft, _Kept())
        _kept.move_to_end(draft)
        while len(_kept) > KEPT_DRAFTS:
            _kept.popitem(last=False)
        return known
