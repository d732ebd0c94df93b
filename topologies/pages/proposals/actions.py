"""What may become of a proposal now, and why not where it may not."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from topologies.models import Proposal
from topologies.pages.proposals.heading import Case
from topologies.reviews.standing import may_approve
from topologies.reviews.states import MOVES
from topologies.services.permissions import Action

Row = dict[str, Any]
_LABELS: Mapping[str, str] = {
    "submit": "Ask for review",
    "merge": "Merge",
    "update": "Bring in the newest revision",
    "withdraw": "Back to a draft",
    "close": "Close",
    "reopen": "Open again",
}


def actions(case: Case) -> list[Row]:
    """The buttons that mean something in this state: {what, label, href, digest, reason, primary, danger}. A reason disables."""
    found = [_action(case, what) for what in _LABELS if _fits(case, what)]
    return [row for row in found if row["reason"] != _HIDDEN]


_HIDDEN = "-"  # whoever can never do it is not told


def _fits(case: Case, what: str) -> bool:
    if what == "update":
        return case.open and case.behind
    return case.proposal.state in MOVES[what][0]


def _action(case: Case, what: str) -> Row:
    reason = _REASONS.get(what, _of_manager)(case)
    return {
        "what": what,
        "label": _LABELS[what],
        "href": case.href(f"proposal-{what}"),
        "reason": reason,
        "digest": case.judged.content.digest if what == "merge" else "",
        "primary": what in ("submit", "merge"),
        "danger": what == "close",
    }


def _of_manager(case: Case) -> str:
    return "" if case.manages else _HIDDEN


def _submit(case: Case) -> str:
    if not case.manages:
        return _HIDDEN
    return "" if case.judged.changes else "It changes nothing yet: edit its draft first."


def _merge(case: Case) -> str:
    if Action.PUBLISH not in case.may:
        return _HIDDEN if Action.VOTE not in case.may else "Architects and administrators merge."
    return " ".join(_obstacles(case))


def _obstacles(case: Case) -> Iterator[str]:
    judged = case.judged
    if judged.open:
        yield f"{_many(len(judged.open), 'clash', 'clashes')} with the newest revision must be decided."
    if not judged.standing.approved:
        yield "The review is not complete."
    if not judged.open and judged.checked and judged.blocking:
        yield f"{_many(len(judged.blocking), 'new finding stops', 'new findings stop')} it."
    if not judged.open and not judged.changes:
        yield "The newest revision has all of this already."


def _update(case: Case) -> str:
    if Action.EDIT not in case.may:
        return _HIDDEN
    return "Decide about the clashes first." if case.judged.open else ""


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


_REASONS: Mapping[str, Callable[[Case], str]] = {"submit": _submit, "merge": _merge, "update": _update}


def vote_form(case: Case) -> Row | None:
    """What a reviewer is asked, with why they cannot approve; None for whoever has no vote, or while there is none."""
    if case.proposal.state != Proposal.State.SUBMITTED or Action.VOTE not in case.may:
        return None
    return {
        "href": case.href("proposal-vote"),
        "digest": case.judged.content.digest,
        "reason": may_approve(case.proposal, case.reader),
    }
