"""Every operation of the API and every page of the administration has somebody who may and somebody who may not: each
route, by each role, of the own system and of a foreign one. The pages: test_routes.py."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from tests.cast import Cast
from tests.rest import caller
from tests.topologies.pages import expected_admin
from tests.topologies.pages.expected_api import BODIES, EXPECTED_API, api_address, api_routes
from tests.topologies.pages.test_routes import ROLES, differing, exported, fixable, foreign, quiet
from topologies import reviews
from topologies.models import Proposal
from topologies.notifying import outbox, webhooks
from topologies.operations import parse_operations
from topologies.services import draft_edit, draft_open

__all__ = ["foreign", "quiet"]  # fixtures


def test_every_operation_has_an_expectation_and_every_expectation_an_operation() -> None:
    assert {f"{method} {name}" for name, method in api_routes()} == set(EXPECTED_API)


@dataclass(frozen=True)
class Place:
    """What there is in a system: `numbers` by the name of the route, and the other parts of addresses by theirs."""

    cast: Cast
    numbers: Mapping[str, int]
    parts: Mapping[str, int]

    def addresses(self) -> dict[str, str]:
        return {name: api_address(name, self.cast, self.numbers, self.parts) for name, _ in api_routes()}

    def bodies(self) -> dict[str, Mapping[str, Any]]:
        expires = timezone.localdate() + timedelta(days=9)
        waiver = {"fingerprint": fixable(self.cast).fingerprint, "reason": "Known.", "expires": str(expires)}
        return {**BODIES, "POST waivers": waiver}


@pytest.fixture
def place(cast: Cast) -> Place:
    """A proposal in each state, and one of everything that hangs on one."""
    people = cast.people
    begun, asked, closed = (_proposed(cast, what) for what in ("", "submit", "close"))
    reviews.vote_cast(proposal=asked, actor=people["reviewer"], verdict="approve")
    thread = reviews.thread_start(proposal=asked, actor=people["viewer"], text="Why?")
    group = Group.objects.create(name="owners")
    rule = cast.topology.ownerships.create(group=group, kind="mysql")
    hook, _ = webhooks.webhook_add(
        system=cast.topology.system, actor=people["administrator"], url="https://hooks.example/"
    )
    delivery = outbox.queued(hook, "webhook.test", {})
    draft = draft_open(topology=cast.topology, actor=people["architect"])
    parts = {"draft": draft.pk, "export": exported(cast).pk, "thread": thread.pk, "delivery": delivery.pk}
    asked_of = {name: asked.number for name, _ in api_routes() if name.startswith(("proposal", "thread"))}
    hooked = dict.fromkeys(
        ("webhook", "webhook-secret", "webhook-test", "deliveries", "delivery-resend"), hook.pk
    )
    numbers = {
        **asked_of,
        **hooked,
        "votes": asked.number,
        "proposal-submit": begun.number,
        "proposal-reopen": closed.number,
        "ownership": rule.pk,
        "notice-read": people["reviewer"].notices.first().pk,
        "waiver": 404,
    }
    return Place(cast, numbers, parts)


def _proposed(cast: Cast, what: str) -> Proposal:
    actor = cast.people["architect"]
    proposal = reviews.proposal_open(topology=cast.topology, actor=actor, title="Change")
    steps = parse_operations([{"op": "update", "key": "caddy", "fields": {"label": "Front door"}}])
    draft_edit(draft=proposal.draft, actor=actor, base_version=0, operations=steps, request_id="first")
    if what == "submit":
        reviews.proposal_submit(proposal=proposal, actor=actor)
    if what == "close":
        reviews.proposal_close(proposal=proposal, actor=actor)
    return proposal


@pytest.mark.usefixtures("quiet")
def test_each_role_gets_what_the_table_says_of_the_api(
    cast: Cast, place: Place, foreign: Mapping[str, User]
) -> None:
    found = {role: dict(cells(caller(cast.people.get(role)), place)) for role in ROLES}
    for number, role in enumerate(ROLES):
        assert differing(found[role], {cell: row[number] for cell, row in EXPECTED_API.items()}) == {}, role
    for role, person in foreign.items():
        assert differing(dict(cells(caller(person), place)), found["outsider"]) == {}, role


def cells(client: APIClient, place: Place) -> Iterator[tuple[str, int]]:
    """What the caller gets of each operation; whatever it does is taken back."""
    addresses, bodies = place.addresses(), place.bodies()
    for name, method in api_routes():
        cell = f"{method} {name}"
        with transaction.atomic():
            response = client.generic(method, addresses[name], **body(bodies.get(cell)))
            transaction.set_rollback(True)
        yield cell, response.status_code


def body(data: Mapping[str, object] | None) -> dict[str, object]:
    return {} if data is None else {"data": json.dumps(data), "content_type": "application/json"}


# --- the administration of the site ------------------------------------------------------------------------------


def test_every_route_of_the_administration_is_expected() -> None:
    assert expected_admin.admin_routes() == expected_admin.expected_names()


def test_the_administration_shows_everything_to_superusers_and_nothing_to_other_staff(
    cast: Cast, place: Place
) -> None:
    root = User.objects.create(username="root", is_superuser=True, is_staff=True)
    clients = [signed_in(person) for person in (cast.people["architect"], cast.people["administrator"], root)]
    found, expected = {}, {}
    for view, model, staff, superuser in expected_admin.model_cells():
        row = model._default_manager.order_by("pk").first()
        if row is None and view in ("change", "delete", "history"):
            continue
        address = expected_admin.admin_address(view, model, row)
        cell = f"{model.__name__} {view}"
        found[cell] = tuple(client.get(address).status_code for client in clients)
        expected[cell] = (302, staff, superuser)
    assert differing(found, expected) == {}


@pytest.mark.parametrize("name", expected_admin.OTHERS)
def test_the_other_pages_of_the_administration(cast: Cast, name: str) -> None:
    root = User.objects.create(username="root", is_superuser=True, is_staff=True)
    answers = [
        signed_in(person).get(expected_admin.other_address(name, root.pk)).status_code
        for person in (cast.people["administrator"], root)
    ]
    assert tuple(answers) == expected_admin.OTHERS[name]


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client
