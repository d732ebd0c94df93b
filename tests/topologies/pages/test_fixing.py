"""Findings are filtered, fixed, waived and taken away as files on their page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from topologies.computed import findings_of
from topologies.models import Draft, Waiver
from topologies.snapshots import read_graph
from topologies.validation import Finding, check


@pytest.fixture
def fixable(cast: Cast) -> Finding:
    return next(row for row in findings_of(cast.revision.sha256) if row.fixes)


def text(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_preview_names_what_goes_and_changes_nothing(cast: Cast, seen_by, fixable: Finding) -> None:
    page = text(seen_by("viewer"), f"{cast.address}findings/{fixable.fingerprint}/fixes/0/")
    assert "would go" in page
    assert fixable.code in page
    assert "Apply in a draft" not in page
    assert not Draft.objects.filter(purpose="working").exists()


def test_applying_opens_a_draft_without_the_finding(cast: Cast, seen_by, fixable: Finding) -> None:
    answer = seen_by("architect").post(f"{cast.address}findings/{fixable.fingerprint}/fixes/0/")
    draft = Draft.objects.get(purpose="working")
    assert answer.headers["Location"] == f"{cast.address}drafts/{draft.pk}/"
    assert fixable.fingerprint not in {row.fingerprint for row in check(read_graph(draft)).findings}


def test_applying_twice_says_that_the_finding_is_gone(cast: Cast, seen_by, fixable: Finding) -> None:
    client, address = seen_by("architect"), f"{cast.address}findings/{fixable.fingerprint}/fixes/0/"
    client.post(address)
    answer = client.post(address, follow=True)
    assert "no longer has this finding" in answer.getvalue().decode()


def test_only_editors_apply(cast: Cast, seen_by, fixable: Finding) -> None:
    for role in ("viewer", "reviewer"):
        answer = seen_by(role).post(f"{cast.address}findings/{fixable.fingerprint}/fixes/0/")
        assert answer.status_code == 403


def test_a_waived_finding_is_marked_counted_and_listed(cast: Cast, seen_by, fixable: Finding) -> None:
    client = seen_by("reviewer")
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    address = f"{cast.address}findings/{fixable.fingerprint}/waive/"
    client.post(address, {"reason": "Agreed in May.", "expires": day})
    for place in (cast.address, f"{cast.address}waivers/", "/"):
        page = text(client, place)
        assert "1 waived" in page
        assert place == "/" or "Agreed in May." in page
    open_ones = text(client, f"{cast.address}?shown=open")
    assert f'id="finding-{fixable.fingerprint}"' not in open_ones
    number = Waiver.objects.get().pk
    client.post(f"{cast.address}waivers/{number}/withdraw/")
    assert "1 waived" not in text(client, cast.address)


@pytest.mark.parametrize("expires", ["", "soon", "2001-01-01", "9999-12-31"])
def test_a_bad_day_is_named_and_nothing_is_waived(
    cast: Cast, seen_by, fixable: Finding, expires: str
) -> None:
    address = f"{cast.address}findings/{fixable.fingerprint}/waive/"
    answer = seen_by("reviewer").post(address, {"reason": "Known.", "expires": expires}, follow=True)
    assert "Not waived: expires" in answer.content.decode()
    assert not Waiver.objects.exists()


@pytest.mark.parametrize("by", ["severity", "rule", "zone", "element", "nonsense"])
def test_every_grouping_shows_every_finding(cast: Cast, seen_by, by: str) -> None:
    page = text(seen_by("viewer"), f"{cast.address}?by={by}")
    found = findings_of(cast.revision.sha256)
    assert [row for row in found if f'id="finding-{row.fingerprint}"' not in page] == []


def test_the_filter_keeps_findings_that_hold_every_word(cast: Cast, seen_by, fixable: Finding) -> None:
    page = text(seen_by("viewer"), f"{cast.address}?q={fixable.code}+{fixable.subjects[0]}")
    others = [row for row in findings_of(cast.revision.sha256) if row.code != fixable.code]
    assert f'id="finding-{fixable.fingerprint}"' in page
    assert others
    assert not any(f'id="finding-{row.fingerprint}"' in page for row in others)


@pytest.mark.parametrize(
    ("ending", "kind"),
    [("json", "application/json"), ("sarif", "application/sarif+json"), ("xml", "application/xml")],
)
def test_reports_are_files(cast: Cast, seen_by, ending: str, kind: str) -> None:
    answer = seen_by("viewer").get(f"{cast.address}findings.{ending}")
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"].endswith(f'findings.{ending}"')


def test_a_rule_names_the_topologies_in_which_it_fires(cast: Cast, seen_by, fixable: Finding) -> None:
    assert f"{cast.address}?q={fixable.code}" in text(seen_by("viewer"), f"/rules/{fixable.code}/")
    assert cast.address not in text(seen_by("outsider"), f"/rules/{fixable.code}/")
