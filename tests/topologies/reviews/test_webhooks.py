"""Webhooks: signed, tried again until they arrive, and never into our own network."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from tests.support.receiver import Heard, listening
from tests.support.waiting import eventually
from tests.topologies.reviews.conftest import Desk, label
from topologies import reviews
from topologies.graph import Faults
from topologies.models import AuditEntry, Delivery, Webhook
from topologies.notifying import addresses, delivering, signing, webhooks

State = Delivery.State


@pytest.fixture
def heard() -> Iterator[Heard]:
    with listening() as found:
        yield found


@pytest.fixture
def hook(desk: Desk, heard: Heard) -> tuple[Webhook, str]:
    return webhooks.webhook_add(
        system=desk.cast.topology.system, actor=desk.person("administrator"), url=heard.url
    )


def carried() -> None:
    """Everything that is due now, as workers do it."""
    for number in Delivery.objects.filter(state=State.QUEUED).order_by("pk").values_list("pk", flat=True):
        delivering.deliver(number)


def due_now() -> None:
    Delivery.objects.filter(state=State.QUEUED).update(send_after=timezone.now())


def signed_by(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """As the specification of Standard Webhooks says it, written anew."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    wanted = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    return headers["webhook-signature"] == f"v1,{wanted}"


def test_submitting_voting_speaking_and_merging_are_told_and_signed(
    desk: Desk, heard: Heard, hook: tuple[Webhook, str]
) -> None:
    proposal = desk.submit(label("app", "One"))
    reviews.thread_start(proposal=proposal, actor=desk.person("reviewer"), text="Why?", element="app")
    desk.vote(proposal)
    revision = desk.merge(proposal)
    carried()
    told = [json.loads(body) for _, body in heard.messages]
    assert [one["event"] for one in told] == [
        "proposal.submitted",
        "proposal.commented",
        "proposal.voted",
        "revision.published",
        "proposal.merged",
    ]
    assert told[-1]["sha256"] == revision.sha256
    assert {(one["system"], one["topology"]) for one in told} == {(desk.cast.topology.system.slug, "drawn")}
    assert all(signed_by(hook[1], *message) for message in heard.messages)
    headers, body = heard.messages[0]
    assert not signed_by(hook[1], headers, body + b" ")
    assert set(Delivery.objects.values_list("state", "status", "answer")) == {("delivered", 200, "heard")}


@pytest.mark.django_db(transaction=True)
def test_a_worker_carries_what_was_committed(
    celery_worker, desk: Desk, heard: Heard, hook: tuple[Webhook, str]
) -> None:
    reviewer = desk.person("reviewer")
    reviewer.email = "reviewer@groundplan.example"
    reviewer.save()
    desk.submit(label("app", "One"))
    eventually(lambda: Delivery.objects.get().state == State.DELIVERED)
    assert signed_by(hook[1], *heard.messages[0])
    eventually(lambda: reviewer.notices.get().mailed is not None)


def test_what_is_refused_is_tried_again_later_and_given_up_in_the_end(
    desk: Desk, heard: Heard, hook: tuple[Webhook, str], settings
) -> None:
    settings.WEBHOOK_ATTEMPTS = 3
    heard.answers = [(500, {}), (302, {"Location": heard.url}), (503, {})]
    delivery = webhooks.webhook_test(hook=hook[0], actor=desk.person("administrator"))
    for tries, status in enumerate((500, 302, 503), start=1):
        carried()
        carried()  # it is not due yet: nothing is sent
        delivery.refresh_from_db()
        assert (delivery.tries, delivery.status, len(heard.messages)) == (tries, status, tries)
        due_now()
    assert delivery.state == State.FAILED
    assert len({headers["webhook-id"] for headers, _ in heard.messages}) == 1
    heard.answers = [(204, {})]
    webhooks.delivery_resend(hook=hook[0], number=delivery.pk, actor=desk.person("administrator"))
    carried()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.status) == (State.DELIVERED, 204)


def test_a_receiver_that_is_away_is_waited_for(desk: Desk) -> None:
    with listening() as gone:
        url = gone.url
    hook, _ = webhooks.webhook_add(
        system=desk.cast.topology.system, actor=desk.person("administrator"), url=url
    )
    delivery = webhooks.webhook_test(hook=hook, actor=desk.person("administrator"))
    carried()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.status) == (State.QUEUED, None)
    assert "refused" in delivery.error
    assert delivery.send_after > timezone.now()


def test_nothing_is_told_of_what_was_rolled_back(desk: Desk, heard: Heard, hook: tuple[Webhook, str]) -> None:
    with transaction.atomic():
        desk.submit(label("app", "One"))
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()


def test_a_webhook_that_is_off_hears_nothing(desk: Desk, heard: Heard, hook: tuple[Webhook, str]) -> None:
    waiting = webhooks.webhook_test(hook=hook[0], actor=desk.person("administrator"))
    webhooks.webhook_switch(hook=hook[0], actor=desk.person("administrator"), active=False)
    desk.submit(label("app", "One"))
    carried()
    waiting.refresh_from_db()
    assert (heard.messages, waiting.state, Delivery.objects.count()) == ([], State.FAILED, 1)


def test_the_database_alone_signs_nothing_and_old_keys_still_do(hook: tuple[Webhook, str], settings) -> None:
    row, secret = hook
    row.refresh_from_db()
    stored = " ".join(str(value) for value in Webhook.objects.filter(pk=row.pk).values_list()[0])
    assert secret.removeprefix("whsec_") not in stored
    assert base64.b64decode(secret.removeprefix("whsec_")).hex() not in stored
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", [settings.SECRET_KEY]
    assert signing.shown(row) == secret
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(signing.SecretLostError):
        signing.shown(row)


def test_a_lost_key_is_said_in_the_log_and_a_new_secret_mends_it(
    desk: Desk, heard: Heard, hook: tuple[Webhook, str], settings
) -> None:
    settings.SECRET_KEY = "another key"
    delivery = webhooks.webhook_test(hook=hook[0], actor=desk.person("administrator"))
    carried()
    delivery.refresh_from_db()
    assert "give the webhook a new secret" in delivery.error
    secret = webhooks.webhook_renew(hook=hook[0], actor=desk.person("administrator"))
    due_now()
    carried()
    assert signed_by(secret, *heard.messages[0])


def test_only_administrators_add_them_and_it_is_audited(desk: Desk) -> None:
    system = desk.cast.topology.system
    for name in ("viewer", "architect", "reviewer"):
        with pytest.raises(PermissionDenied):
            webhooks.webhook_add(system=system, actor=desk.person(name), url="https://hooks.example/")
    hook, secret = webhooks.webhook_add(
        system=system, actor=desk.person("administrator"), url="https://hooks.example/"
    )
    webhooks.webhook_remove(hook=hook, actor=desk.person("administrator"))
    entries = AuditEntry.objects.filter(action__contains="webhook").order_by("id")
    assert [(one.action, one.subject) for one in entries] == [
        ("add webhook", "https://hooks.example/"),
        ("remove webhook", "https://hooks.example/"),
    ]
    assert secret not in str([one.details for one in entries])


def test_old_messages_are_forgotten_and_due_ones_are_not(desk: Desk, hook: tuple[Webhook, str]) -> None:
    long_ago = timezone.now() - delivering.KEPT - timedelta(days=1)
    old, due = (webhooks.webhook_test(hook=hook[0], actor=desk.person("administrator")) for _ in range(2))
    Delivery.objects.filter(pk=old.pk).update(state=State.FAILED, ended=long_ago)
    assert delivering.sweep() == 1
    assert list(Delivery.objects.values_list("pk", flat=True)) == [due.pk]


# --- where a webhook may be --------------------------------------------------------------------------------------

OURS = [
    "https://127.0.0.1/", "https://10.1.2.3/", "https://192.168.0.1/", "https://172.16.9.9/", "https://169.254.169.254/",
    "https://0.0.0.0/", "https://100.64.0.1/", "https://224.0.0.1/", "https://[::1]/", "https://[fe80::1]/",
    "https://[fd00::1]/", "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/",
]  # fmt: skip
WRONG = [
    "", "hooks.example", "ftp://hooks.example/", "http://hooks.example/", "https://", "https://user:pass@hooks.example/",
    "https://hooks.example/#part", "https://hooks.example:0/", "https://hooks.example:99999/", "https://hooks .example/",
    "https://hooks.example/\n", "https://hööks.example/", "https://[::1/", "https://hooks.example/" + "x" * 500,
    "https://hooks.example\\@127.0.0.1/",
]  # fmt: skip


@pytest.mark.parametrize("url", [*OURS, *WRONG])
def test_an_address_that_is_ours_or_none_is_refused_by_field(desk: Desk, settings, url: str) -> None:
    settings.WEBHOOK_ALLOW_PRIVATE = False
    with pytest.raises(Faults) as refused:
        webhooks.webhook_add(system=desk.cast.topology.system, actor=desk.person("administrator"), url=url)
    assert [fault.field for fault in refused.value.faults] == ["url"]


@pytest.mark.parametrize("host", ["localhost", "2130706433", "0x7f.1", "127.1"])
def test_a_name_that_resolves_to_us_is_refused_when_it_is_sent(settings, host: str) -> None:
    settings.WEBHOOK_ALLOW_PRIVATE = False
    with pytest.raises(addresses.ForbiddenAddressError):
        addresses.resolved(urlsplit(f"https://{host}/"))


def test_one_private_address_among_public_ones_is_enough(settings, monkeypatch) -> None:
    settings.WEBHOOK_ALLOW_PRIVATE = False
    answers = [(2, 1, 6, "", (address, 443)) for address in ("93.184.215.14", "10.0.0.7")]
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *_, **__: answers)
    with pytest.raises(addresses.ForbiddenAddressError, match=r"10\.0\.0\.7"):
        addresses.resolved(urlsplit("https://hooks.example/"))
    answers.pop()
    assert addresses.resolved(urlsplit("https://hooks.example/")) == "93.184.215.14"
