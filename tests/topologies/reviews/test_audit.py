"""The audit log: nobody changes it, everything that counts is in it, and it is read by those who may."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from tests.topologies.reviews.conftest import Desk, label
from topologies import auditing, reviews
from topologies.graph import Faults
from topologies.models import AuditEntry, Membership, System
from topologies.services import membership_grant

STATEMENTS = (
    "UPDATE topologies_auditentry SET action = 'nothing'",
    "UPDATE topologies_auditentry SET actor_id = NULL",
    "DELETE FROM topologies_auditentry",
)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses_to_change_or_delete_an_entry(desk: Desk, statement: str) -> None:
    desk.propose(label("app", "One"))
    before = list(AuditEntry.objects.values())
    refused = pytest.raises(DatabaseError, match="an audit entry never changes")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(AuditEntry.objects.values()) == before


def test_entries_outlive_the_people_and_systems_that_they_are_about(desk: Desk) -> None:
    guest = User.objects.create(username="guest")
    system = desk.cast.topology.system
    membership_grant(actor=desk.person("administrator"), system=system, user=guest, role="administrator")
    membership_grant(actor=guest, system=system, user=desk.person("outsider"), role="viewer")
    guest.delete()
    System.objects.filter(pk=system.pk).delete()
    newest = AuditEntry.objects.first()
    assert (newest.actor_name, newest.system_name, newest.subject) == ("guest", "system", "outsider")


def test_every_step_of_a_proposal_tells_the_digest_before_and_after(desk: Desk) -> None:
    proposal = desk.submit(label("app", "One"))
    digest = desk.judged(proposal).content.digest
    desk.vote(proposal)
    for step in (
        reviews.proposal_withdraw,
        reviews.proposal_close,
        reviews.proposal_reopen,
        reviews.proposal_submit,
    ):
        step(proposal=proposal, actor=desk.person("architect"))
    revision = desk.merge(proposal)
    told = AuditEntry.objects.exclude(before="", after="").order_by("id")
    assert list(told.values_list("action", "before", "after")) == [
        ("publish revision", "", desk.cast.revision.sha256),
        ("submit proposal", digest, digest),
        ("vote", digest, digest),
        ("withdraw proposal", digest, digest),
        ("close proposal", digest, digest),
        ("reopen proposal", digest, digest),
        ("submit proposal", digest, digest),
        ("publish revision", desk.cast.revision.sha256, revision.sha256),
        ("merge proposal", desk.cast.revision.sha256, revision.sha256),
    ]


def test_decisions_and_updates_tell_that_the_content_changed(desk: Desk) -> None:
    first, second = desk.submit(label("app", "One")), desk.submit(label("app", "Two"))
    desk.vote(first)
    desk.merge(first)
    actor, today = desk.person("architect"), desk.judged(second).today
    decisions = {"field/app/label": {"take": "edit", "value": "Both"}}
    reviews.proposal_decide(proposal=second, actor=actor, decisions=decisions, today=today)
    reviews.proposal_update(proposal=second, actor=actor, today=today)
    decided, updated = AuditEntry.objects.filter(action__in=["decide clashes", "update proposal"]).order_by(
        "id"
    )
    assert len({decided.before, decided.after, updated.after}) == 3
    assert decided.after == updated.before
    assert updated.after == desk.judged(second).content.digest


def test_an_edit_tells_its_version_and_the_digest_of_its_operations(desk: Desk) -> None:
    proposal = desk.propose(label("app", "One"))
    entry = AuditEntry.objects.get(action="edit draft")
    operations = json.dumps([label("app", "One")], sort_keys=True, separators=(",", ":"))
    assert entry.details == {
        "draft": proposal.draft_id,
        "version": 1,
        "operations": sha256(operations.encode()).hexdigest(),
    }


# --- reading ------------------------------------------------------------------------------------------------------


def asked(desk: Desk, by: str = "administrator", **what: str) -> list[AuditEntry]:
    return list(auditing.entries_of(system=desk.cast.topology.system, actor=desk.person(by), asked=what))


def test_entries_are_chosen_by_who_what_where_and_when(desk: Desk) -> None:
    proposal = desk.submit(label("app", "One"))
    desk.vote(proposal)
    today, tomorrow = timezone.now().date(), timezone.now().date() + timedelta(days=1)
    assert [one.action for one in asked(desk, actor="reviewer")] == ["vote"]
    assert [one.actor_name for one in asked(desk, action="submit proposal")] == ["architect"]
    assert len(asked(desk, topology="drawn")) == len(asked(desk)) > 4
    assert asked(desk, topology="other") == []
    assert asked(desk, since=str(tomorrow)) == []
    assert len(asked(desk, since=str(today), until=str(tomorrow))) == len(asked(desk))
    assert asked(desk, until="0001-01-01") == []
    assert len(asked(desk, until="9999-12-31")) == len(asked(desk))


@pytest.mark.parametrize(
    ("field", "value"), [("since", "soon"), ("until", "2026-02-30"), ("actor", "x" * 201), ("action", "\x00")]
)
def test_what_cannot_be_asked_is_said_by_field(desk: Desk, field: str, value: str) -> None:
    with pytest.raises(Faults) as refused:
        asked(desk, **{field: value})
    assert [fault.field for fault in refused.value.faults] == [field]


def test_administrators_of_this_system_read_it(desk: Desk) -> None:
    for name in ("viewer", "architect", "reviewer"):
        with pytest.raises(PermissionDenied):
            asked(desk, by=name)


def test_the_export_holds_every_entry_in_a_line_of_its_own(desk: Desk, monkeypatch) -> None:
    monkeypatch.setattr(auditing, "CHUNK", 2)
    desk.submit(label("app", "Two\nlines \u2028 of it"))
    entries = auditing.entries_of(
        system=desk.cast.topology.system, actor=desk.person("administrator"), asked={}
    )
    lines = list(auditing.as_lines(entries))
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in lines)
    told = [json.loads(line) for line in lines]
    assert [one["id"] for one in told] == [one.pk for one in entries]
    assert set(told[0]) == {
        "created", "id", "actor", "system", "topology", "action", "subject", "before", "after", "details",
    }  # fmt: skip


# --- the administration of the site --------------------------------------------------------------------------------


@pytest.fixture
def staff(desk: Desk) -> Client:
    """The administrator of the system, who may open every form."""
    desk.person("administrator").user_permissions.set(Permission.objects.all())
    client = Client()
    client.force_login(desk.person("administrator"))
    return client


def test_roles_changed_in_the_administration_are_audited(desk: Desk, staff: Client) -> None:
    system, guest = desk.cast.topology.system, desk.person("outsider")
    made = staff.post(
        "/admin/topologies/membership/add/", {"user": guest.pk, "system": system.pk, "role": "viewer"}
    )
    assert made.status_code == 302
    one = Membership.objects.get(user=guest)
    assert (
        staff.post(f"/admin/topologies/membership/{one.pk}/change/", {"role": "reviewer"}).status_code == 302
    )
    assert staff.post(f"/admin/topologies/membership/{one.pk}/delete/", {"post": "yes"}).status_code == 302
    entries = AuditEntry.objects.filter(action__contains="role").order_by("id")
    assert [(one.action, one.actor_name, one.subject, one.details.get("role", "")) for one in entries] == [
        ("grant role", "administrator", "outsider", "viewer"),
        ("grant role", "administrator", "outsider", "reviewer"),
        ("revoke role", "administrator", "outsider", ""),
    ]


def test_a_system_changed_in_the_administration_is_audited(desk: Desk, staff: Client) -> None:
    system = desk.cast.topology.system
    rows = list(system.memberships.order_by("pk"))
    form = {
        "label": "Another", "summary": "",
        "memberships-TOTAL_FORMS": len(rows), "memberships-INITIAL_FORMS": len(rows),
    }  # fmt: skip
    for number, row in enumerate(rows):
        role = "reviewer" if row.user.username == "viewer" else row.role
        form |= {
            f"memberships-{number}-id": row.pk,
            f"memberships-{number}-system": system.pk,
            f"memberships-{number}-user": row.user_id,
            f"memberships-{number}-role": role,
        }
    answer = staff.post(f"/admin/topologies/system/{system.pk}/change/", form)
    assert answer.status_code == 302, answer.content.decode()
    system.refresh_from_db()
    assert system.label == "Another"
    changed, granted = AuditEntry.objects.filter(action__in=["change system", "grant role"]).order_by("id")
    assert changed.details == {"label": "Another", "summary": ""}
    assert (granted.subject, granted.details) == ("viewer", {"role": "reviewer"})


def test_the_administration_obeys_the_roles_of_a_system(desk: Desk, staff: Client) -> None:
    foreign = System.objects.create(slug="foreign", label="Foreign")
    own = desk.person("administrator")
    form = {"user": own.pk, "system": foreign.pk, "role": "administrator"}
    assert staff.post("/admin/topologies/membership/add/", form).status_code == 404
    renamed = {"label": "Mine", "summary": "", "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
    assert staff.post(f"/admin/topologies/system/{foreign.pk}/change/", renamed).status_code == 404
    foreign.refresh_from_db()
    assert foreign.label == "Foreign"
    assert not Membership.objects.filter(system=foreign).exists()
