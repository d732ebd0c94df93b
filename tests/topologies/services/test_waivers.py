"""Who may accept findings, for how long, and what is written down."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.cast import Cast, assembled, example
from topologies import services
from topologies.computed import findings_of
from topologies.graph import Faults
from topologies.models import AuditEntry, Waiver
from topologies.selectors import acceptances_of, waived_fingerprints, waived_in
from topologies.services import waiver_grant, waiver_withdraw

TODAY = date(2030, 5, 1)
DAY = timedelta(days=1)


@pytest.fixture
def cast(db: None) -> Cast:
    return assembled(example("infrar", "staging"))


@pytest.fixture
def mark(cast: Cast) -> str:
    return findings_of(cast.revision.sha256)[0].fingerprint


def grant(cast: Cast, mark: str, who: str = "reviewer", **said) -> Waiver:
    asked = {"reason": "Known.", "expires": TODAY + 30 * DAY, "today": TODAY} | said
    return waiver_grant(topology=cast.topology, actor=cast.people[who], fingerprint=mark, **asked)


@pytest.mark.parametrize("who", ["reviewer", "administrator"])
def test_reviewers_and_administrators_waive_and_it_is_written_down(cast: Cast, mark: str, who: str) -> None:
    waiver = grant(cast, mark, who)
    entry = AuditEntry.objects.get(action="grant waiver")
    assert (entry.actor_name, entry.details["fingerprint"], entry.details["reason"]) == (who, mark, "Known.")
    assert waiver.owner == cast.people[who]
    assert mark in waived_in(cast.topology, TODAY)


@pytest.mark.parametrize("who", ["viewer", "architect"])
def test_nobody_else_waives_or_withdraws(cast: Cast, mark: str, who: str) -> None:
    with pytest.raises(PermissionDenied):
        grant(cast, mark, who)
    number = grant(cast, mark).pk
    with pytest.raises(PermissionDenied):
        waiver_withdraw(topology=cast.topology, number=number, actor=cast.people[who])


def test_for_an_outsider_there_is_nothing_to_waive(cast: Cast, mark: str) -> None:
    with pytest.raises(services.NotFound):
        grant(cast, mark, "outsider")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"reason": "a\x00"}, "reason"),
        ({"reason": "a" * 2001}, "reason"),
        ({"expires": TODAY}, "expires"),
        ({"expires": TODAY - DAY}, "expires"),
        ({"expires": TODAY + 366 * DAY}, "expires"),
    ],
)
def test_a_waiver_needs_a_reason_and_a_day_within_a_year(cast: Cast, mark: str, said, field: str) -> None:
    with pytest.raises(Faults) as refused:
        grant(cast, mark, **said)
    assert [fault.field for fault in refused.value.faults] == [field]
    assert not Waiver.objects.exists()


def test_the_longest_time_is_a_setting(cast: Cast, mark: str, settings) -> None:
    settings.WAIVER_DAYS = 7
    with pytest.raises(Faults, match="7 days"):
        grant(cast, mark, expires=TODAY + 8 * DAY)
    assert grant(cast, mark, expires=TODAY + 7 * DAY)


def test_what_is_no_finding_cannot_be_waived(cast: Cast) -> None:
    with pytest.raises(Faults, match="no finding"):
        grant(cast, "0" * 16)


def test_an_owner_without_a_role_is_refused(cast: Cast, mark: str) -> None:
    with pytest.raises(Faults, match="role"):
        grant(cast, mark, owner=cast.people["outsider"])


def test_on_its_last_day_the_finding_fails_again(cast: Cast, mark: str) -> None:
    grant(cast, mark, expires=TODAY + 5 * DAY)
    days = [TODAY + 4 * DAY, TODAY + 5 * DAY]
    assert [mark in waived_in(cast.topology, day) for day in days] == [True, False]
    assert [bool(waived_fingerprints([cast.topology], day)) for day in days] == [True, False]


def test_a_second_waiver_of_a_finding_replaces_the_first(cast: Cast, mark: str) -> None:
    grant(cast, mark)
    grant(cast, mark, reason="Again.")
    assert [row.reason for row in acceptances_of(cast.topology)] == ["Again."]
    assert Waiver.objects.count() == 2


def test_the_database_keeps_one_open_waiver_a_finding(cast: Cast, mark: str) -> None:
    waiver = grant(cast, mark)
    waiver.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        waiver.save(force_insert=True)


def test_a_withdrawn_waiver_is_gone_and_withdrawn_once(cast: Cast, mark: str) -> None:
    number = grant(cast, mark).pk
    waiver_withdraw(topology=cast.topology, number=number, actor=cast.people["reviewer"])
    assert acceptances_of(cast.topology) == ()
    assert AuditEntry.objects.filter(action="withdraw waiver").exists()
    with pytest.raises(services.NotFound):
        waiver_withdraw(topology=cast.topology, number=number, actor=cast.people["reviewer"])
