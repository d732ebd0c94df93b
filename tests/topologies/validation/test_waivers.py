"""Waivers, day by day."""

from datetime import date, timedelta

import pytest

from topologies.validation.waivers import SOON, Acceptance, in_force

LAST = date(2030, 3, 1)
ONE = Acceptance(1, "NET01", "f" * 16, "Rita", "Known.", LAST)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (LAST - SOON - timedelta(days=1), "waived"),
        (LAST - SOON, "expiring"),
        (LAST - timedelta(days=1), "expiring"),
        (LAST, "expired"),
        (LAST + timedelta(days=400), "expired"),
    ],
)
def test_a_waiver_counts_until_the_day_before_its_expiry(today: date, state: str) -> None:
    assert ONE.state({ONE.fingerprint}, today) == state
    assert (ONE.fingerprint in in_force([ONE], today)) == (state != "expired")


def test_a_waiver_whose_finding_is_gone_is_orphaned_whatever_the_day() -> None:
    assert ONE.state(set(), LAST - SOON) == "orphaned"
    assert ONE.state(set(), LAST) == "orphaned"
