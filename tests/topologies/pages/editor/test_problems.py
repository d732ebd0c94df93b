"""The list of problems: each with what settles it, and with who accepted it."""

import re
from datetime import timedelta
from html import unescape

from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from topologies.computed import findings_of
from topologies.models import Draft, Waiver
from topologies.validation import check


def test_a_fix_is_one_edit_of_the_draft(architect: Client, desk: str, draft: Draft, post, graph) -> None:
    before = {row.fingerprint for row in check(graph()).findings}
    page = architect.get(f"{desk}problems/").content.decode()
    fingerprint = re.search(r'id="fixes-(\w+)"', page)[1]
    form = page[page.index(f'id="fixes-{fingerprint}"') :]
    operations = unescape(re.search(r'name="operations" value="([^"]+)"', form)[1])
    assert post(form="", operations=operations).status_code == 302
    after = {row.fingerprint for row in check(graph()).findings}
    assert fingerprint in before - after
    draft.refresh_from_db()
    assert draft.version == 1


def test_only_who_votes_is_asked_to_waive(architect: Client, desk: str, seen_by) -> None:
    assert "Waive …" not in architect.get(f"{desk}problems/").content.decode()
    assert "Waive …" in seen_by("administrator").get(f"{desk}problems/").content.decode()


def waived(client: Client, desk: str, fingerprint: str, reason: str = "Behind the firewall"):
    expires = (timezone.localdate() + timedelta(days=30)).isoformat()
    form = {"fingerprint": fingerprint, "reason": reason, "expires": expires}
    return client.post(f"{desk}problems/", form)


def test_what_is_waived_no_longer_counts(cast: Cast, desk: str, seen_by) -> None:
    findings = findings_of(cast.revision.sha256)
    page = waived(seen_by("administrator"), desk, findings[0].fingerprint).content.decode()
    assert f'data-problem-total="{len(findings) - 1}"' in page
    assert "Accepted by administrator" in page[page.index('id="problems-waived"') :]
    assert "Behind the firewall" in page


def test_a_waiver_that_is_refused_says_why(cast: Cast, desk: str, seen_by) -> None:
    findings = findings_of(cast.revision.sha256)
    answer = waived(seen_by("administrator"), desk, findings[0].fingerprint, reason=" ")
    assert answer.status_code == 422
    assert "Not waived: reason" in answer.content.decode()
    assert not Waiver.objects.exists()


def test_an_architect_waives_nothing(architect: Client, cast: Cast, desk: str) -> None:
    assert waived(architect, desk, findings_of(cast.revision.sha256)[0].fingerprint).status_code == 403
