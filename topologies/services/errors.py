"""What a service answers when it will not do what was asked. Bad input raises Faults instead."""

from typing import Any

from django.http import Http404


class NotFound(Http404):
    """There is no such thing, or none that this person may know of."""


class Refused(Exception):
    """The request is well-formed and permitted, and does not fit the state of things."""

    def told(self) -> dict[str, Any]:
        """What a machine should know of that state, as JSON data."""
        return dict(vars(self))


class StaleVersion(Refused):
    """The draft moved on since the version that the edit was based on."""

    def __init__(self, version: int) -> None:
        self.version = version
        super().__init__(f"The draft is at version {version} by now; read it again.")


class DraftClosed(Refused):
    """The draft was published or discarded, or is the approved state, which nobody edits."""


class DraftOutdated(Refused):
    """Another revision was published since the draft was opened."""


class ReviewRequired(Refused):
    """The topology's policy lets nobody publish alone: a proposal is the way."""


class DraftOfProposal(Refused):
    """The draft belongs to a proposal, which alone ends it."""


class NothingToPublish(Refused):
    """The draft is equal to the newest revision."""


class NotUndoable(Refused):
    """The edit is not one that this person could undo or redo."""


class FindingGone(Refused):
    """The draft no longer has the finding, or no such fix for it."""


class RequestReused(Refused):
    """The request id was used for other operations."""
