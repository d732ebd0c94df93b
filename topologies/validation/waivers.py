"""Findings that somebody accepted for a while. On the day named as its expiry a waiver counts no more."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

State = Literal["waived", "expiring", "expired", "proposed", "orphaned"]
SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Who accepts the finding of this fingerprint, why, and the first day on which it fails again.

    `proposal` is the number of the open proposal that would bring the finding, where it was accepted there.
    """

    number: int
    rule: str
    fingerprint: str
    owner: str
    reason: str
    expires: date
    proposal: int | None = None

    def counts(self, today: date) -> bool:
        return today < self.expires

    def state(self, fingerprints: Collection[str], today: date) -> State:
        """What has become of it, among the findings that there are today."""
        missing = self.fingerprint not in fingerprints
        if missing and self.proposal is None:
            return "orphaned"
        if not self.counts(today):
            return "expired"
        if missing:
            return "proposed"
        return "expiring" if self.expires - today <= SOON else "waived"


Waived = Mapping[str, Acceptance]  # by fingerprint


def in_force(acceptances: Iterable[Acceptance], today: date) -> Waived:
    """Those that count today, by the fingerprint of what they accept."""
    return {one.fingerprint: one for one in acceptances if one.counts(today)}
