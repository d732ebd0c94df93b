"""What happened to a proposal, in order: transitions, edits, votes and conversations."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from topologies.models import AuditEntry, Proposal, Vote
from topologies.reviews.selectors import entries_of

Details = Mapping[str, Any]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that somebody did. A vote or a conversation brings more than its sentence."""

    at: datetime
    who: str
    text: str
    kind: str = "step"
    vote: Vote | None = None
    thread: Row | None = None
    counts: bool = False


def _number(details: Details, name: str) -> str:
    return f"revision {details[name]}" if details.get(name) else "the newest revision"


# What stands in the audit log -> what people read. Votes and comments are shown as themselves.
_SAID: Mapping[str, Callable[[Details], str]] = {
    "open proposal": lambda _: "opened it",
    "amend proposal": lambda _: "changed its title or its reason",
    "submit proposal": lambda _: "asked for review",
    "withdraw proposal": lambda _: "took it back to a draft",
    "close proposal": lambda _: "closed it",
    "reopen proposal": lambda _: "opened it again",
    "update proposal": lambda told: f"brought in {_number(told, 'onto')}",
    "decide clashes": lambda told: f"decided about {len(told.get('decisions') or ())} clashes",
    "merge proposal": lambda told: f"merged it as {_number(told, 'revision')}",
    "waive finding": lambda told: f"waived {told.get('rule', 'a finding')}: {told.get('reason', '')}",
}
VERDICTS: Mapping[str, str] = {
    Vote.Verdict.APPROVE: "approved it",
    Vote.Verdict.REQUEST_CHANGES: "asked for changes",
    Vote.Verdict.COMMENT: "commented",
}


def timeline(proposal: Proposal, votes: Iterable[Vote], threads: Iterable[Row], digest: str) -> list[Event]:
    """Oldest first, conversations as anchors.py has them. Edits that follow each other by one person are one event."""
    found = [*_steps(proposal), *_votes(votes, digest), *_threads(threads), *_edits(proposal)]
    return list(_together(sorted(found, key=lambda event: event.at)))


def _steps(proposal: Proposal) -> Iterator[Event]:
    for entry in entries_of(proposal):
        if entry.action in _SAID:
            yield Event(entry.created, entry.actor_name, _said(entry))


def _said(entry: AuditEntry) -> str:
    return _SAID[entry.action](entry.details)


def _votes(votes: Iterable[Vote], digest: str) -> Iterator[Event]:
    for vote in votes:
        text = VERDICTS[vote.verdict]
        yield Event(vote.created, str(vote.reviewer), text, "vote", vote=vote, counts=vote.digest == digest)


def _threads(threads: Iterable[Row]) -> Iterator[Event]:
    for row in threads:
        first = row["comments"][0]
        yield Event(row["thread"].created, str(first.author), "began a conversation", "thread", thread=row)


def _edits(proposal: Proposal) -> Iterator[Event]:
    rows = proposal.draft.log.order_by("version").values_list("created", "actor__username")
    return (Event(at, who, "edit", "edit") for at, who in rows)


def _together(events: Iterable[Event]) -> Iterator[Event]:
    for (kind, who), group in groupby(events, key=lambda one: (one.kind, one.who)):
        found = list(group)
        if kind != "edit":
            yield from found
        else:
            many = "made 1 edit" if len(found) == 1 else f"made {len(found)} edits"
            yield Event(found[-1].at, who, many, kind)
