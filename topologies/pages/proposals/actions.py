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
    """The buttons that mean something in this state, for whoever may ever press them: {what, label, href, digest, reason,
    primary, danger}. A reason disables."""
    return [_action(case, what) for what in _LABELS if _fits(case, what) and _concerns(case, what)]


def _fits(case: Case, what: str) -> bool:
    if what == "update":
        return case.open and case.behind
    return case.proposal.state in MOVES[what][0]


def _concerns(case: Case, what: str) -> bool:
    """Reviewers see what becomes of the merge, too."""
    if what == "merge":
        return bool(case.may & {Action.PUBLISH, Action.VOTE})
    return Action.EDIT in case.may if what == "update" else case.manages


def _action(case: Case, what: str) -> Row:
    return {
        "what": what,
        "label": _LABELS[what],
        "href": case.href(f"proposal-{what}"),
        "reason": _REASONS[what](case) if what in _REASONS else "",
        "digest": case.judged.content.digest if what == "merge" else "",
        "primary": what in ("submit", "merge"),
        "danger": what == "close",
    }


def _submit(case: Case) -> str:
    return "" if case.judged.changes else "It changes nothing yet: edit its draft first."


def _merge(case: Case) -> str:
    if Action.PUBLISH not in case.may:
        return "Architects and administrators merge."
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
