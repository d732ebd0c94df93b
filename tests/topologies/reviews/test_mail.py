"""Notices: read on the page, and as e-mail that a dead server delays and never loses."""

import pytest
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from tests.topologies.reviews.conftest import Desk, label
from topologies import reviews
from topologies.models import Membership, Notice
from topologies.notifying import inbox, mail
from topologies.services import membership_revoke


class DeadServer(EmailBackend):
    """A mail server that nobody answers for."""

    def send_messages(self, messages: object) -> int:
        raise ConnectionRefusedError("nobody is there")


@pytest.fixture
def addressed(desk: Desk) -> Desk:
    for person in desk.cast.people.values():
        person.email = f"{person.username}@groundplan.example"
        person.save()
    return desk


def carried() -> None:
    """Everything that is due, as workers do it."""
    for number in Notice.objects.order_by("pk").values_list("pk", flat=True):
        mail.send(number)


def due_now() -> None:
    Notice.objects.filter(mailed=None, mail_after__isnull=False).update(mail_after=timezone.now())


def test_who_is_asked_for_review_gets_an_e_mail_once(addressed: Desk) -> None:
    addressed.submit(label("app", "One"))
    carried()
    carried()
    assert sorted(message.to[0] for message in outbox.outbox) == [
        "administrator@groundplan.example",
        "reviewer@groundplan.example",
    ]
    message = outbox.outbox[0]
    assert message.subject == f"[{addressed.cast.address.strip('/')}] #1 Change asks for review"
    assert f"http://127.0.0.1:8000{addressed.cast.address}proposals/1/" in message.body


def test_a_dead_mail_server_stops_no_merge_and_loses_nothing(addressed: Desk, settings) -> None:
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.DeadServer"
    proposal = addressed.submit(label("app", "One"))
    addressed.vote(proposal)
    assert addressed.merge(proposal).number == 2
    carried()
    waiting = Notice.objects.filter(mailed=None, mail_after__gt=timezone.now())
    assert waiting.count() == Notice.objects.count() == 4
    carried()  # not due yet
    assert set(Notice.objects.values_list("mail_tries", flat=True)) == {1}
    settings.EMAIL_BACKEND = backend
    due_now()
    assert mail.sweep() == 4
    carried()
    assert not Notice.objects.filter(mailed=None).exists()
    assert len(outbox.outbox) == 4


def test_who_chose_so_or_has_no_address_or_left_gets_none(addressed: Desk) -> None:
    inbox.mail_choose(user=addressed.person("reviewer"), mail=False)
    addressed.submit(label("app", "One"))
    administrator = addressed.person("administrator")
    Membership.objects.create(
        system=addressed.cast.topology.system, user=addressed.person("outsider"), role="administrator"
    )
    membership_revoke(
        actor=addressed.person("outsider"), system=addressed.cast.topology.system, user=administrator
    )
    carried()
    assert outbox.outbox == []
    assert inbox.notices_of(administrator).count() == 0
    assert inbox.unread_count(addressed.person("reviewer")) == 1


def test_a_title_cannot_break_out_of_the_subject(addressed: Desk) -> None:
    proposal = reviews.proposal_open(
        topology=addressed.cast.topology,
        actor=addressed.person("architect"),
        title="One\r\nBcc: all@example.org",
    )
    addressed.edit(proposal, label("app", "One"))
    reviews.proposal_submit(proposal=proposal, actor=addressed.person("architect"))
    carried()
    assert {message.subject.count("\n") for message in outbox.outbox} == {0}
    assert {tuple(message.bcc) for message in outbox.outbox} == {()}


def test_a_notice_is_read_by_its_owner_alone(desk: Desk) -> None:
    desk.submit(label("app", "One"))
    reviewer, number = desk.person("reviewer"), desk.person("reviewer").notices.get().pk
    with pytest.raises(inbox.NotFound):
        inbox.notice_read(user=desk.person("administrator"), number=number)
    inbox.notice_read(user=reviewer, number=number)
    assert (inbox.unread_count(reviewer), inbox.unread_count(desk.person("administrator"))) == (0, 1)
    assert inbox.notices_read(user=desk.person("administrator")) == 1
