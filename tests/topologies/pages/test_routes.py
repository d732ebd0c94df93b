"""Every address of the site has somebody who may open it and somebody who may not."""

import logging
from collections.abc import Iterator, Mapping

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from exporters import runs, services
from exporters.models import Export
from tests.cast import Cast
from topologies import reviews
from topologies.computed import findings_of
from topologies.models import Draft, Membership, Role, System, Topology
from topologies.notifying import webhooks
from topologies.services import draft_open
from topologies.validation import Finding

ROLES = ("anonymous", "outsider", "viewer", "architect", "reviewer", "administrator")
# Route -> method and the answer to each of ROLES. 302 for the anonymous is the way to the sign-in page.
EVERYBODY_SIGNED_IN = "GET", (302, 200, 200, 200, 200, 200)
MEMBERS = "GET", (302, 404, 200, 200, 200, 200)
WORKERS = "POST", (302, 404, 403, 302, 302, 302)
DRAWERS = "GET", (302, 404, 403, 200, 403, 200)
ADMINISTRATORS = "GET", (302, 404, 403, 403, 403, 200)
EXPECTED = {
    "healthz": ("GET", (200,) * 6),
    "icons": ("GET", (200,) * 6),
    "login": ("GET", (200, 302, 302, 302, 302, 302)),
    "logout": ("POST", (302,) * 6),
    "home": EVERYBODY_SIGNED_IN,
    "kinds": EVERYBODY_SIGNED_IN,
    "kind": EVERYBODY_SIGNED_IN,
    "rules": EVERYBODY_SIGNED_IN,
    "rule": EVERYBODY_SIGNED_IN,
    "tokens": EVERYBODY_SIGNED_IN,
    "token-create": ("POST", (302, 200, 200, 200, 200, 200)),
    "token-revoke": ("POST", (302, 404, 404, 404, 404, 404)),  # nobody has the token that is named here
    "system": MEMBERS,
    "topology": MEMBERS,
    "reach": MEMBERS,
    "resilience": MEMBERS,
    "cost": MEMBERS,
    "elements": MEMBERS,
    "element": MEMBERS,
    "revisions": MEMBERS,
    "revision-document": MEMBERS,
    "notes": MEMBERS,
    "diagram": MEMBERS,
    "document": MEMBERS,
    "exports": MEMBERS,
    "waivers": MEMBERS,
    "findings-file": MEMBERS,
    "fix": MEMBERS,
    "waive": ("POST", (302, 404, 403, 403, 302, 302)),
    "waiver-withdraw": ("POST", (302, 404, 403, 403, 404, 404)),  # the waiver that is named here is not there
    "export-row": ("GET", (302, 404, 302, 302, 302, 302)),  # a fragment: without htmx, back to the page
    "export-file": MEMBERS,
    "export-archive": MEMBERS,
    "export-compare": MEMBERS,
    "export-preview": DRAWERS,
    "export-request": WORKERS,
    "export-cancel": WORKERS,
    "edit": ("POST", (302, 404, 403, 302, 403, 302)),
    "editor": DRAWERS,
    "editor-inspector": DRAWERS,
    "editor-outline": DRAWERS,
    "editor-overlay": DRAWERS,
    "editor-picture": DRAWERS,
    "editor-problems": DRAWERS,
    "editor-reach": DRAWERS,
    "editor-start": DRAWERS,
    "editor-views": DRAWERS,
    "editor-publish": ("POST", (302, 404, 403, 302, 403, 302)),  # refused with a message: nothing has changed
    "editor-discard": ("POST", (302, 404, 403, 302, 403, 302)),
    "proposals": MEMBERS,
    "proposal": MEMBERS,
    "proposal-clashes": MEMBERS,
    "proposal-gate": ("GET", (302, 404, 302, 302, 302, 302)),  # a fragment: without htmx, back to the page
    "proposal-changes": MEMBERS,
    "proposal-changes-part": MEMBERS,
    "proposal-since": MEMBERS,
    "proposal-since-part": MEMBERS,
    "revision-diff": MEMBERS,
    "revision-diff-part": MEMBERS,
    "proposal-new": DRAWERS,
    "proposal-submit": ("POST", (302, 404, 403, 409, 403, 409)),  # the proposal changes nothing yet
    "proposal-withdraw": ("POST", (302, 404, 403, 409, 403, 409)),
    "proposal-close": ("POST", (302, 404, 403, 302, 403, 302)),
    "proposal-reopen": ("POST", (302, 404, 403, 409, 403, 409)),
    "proposal-merge": ("POST", (302, 404, 403, 409, 403, 409)),
    "proposal-update": ("POST", (302, 404, 403, 302, 403, 302)),
    "proposal-vote": ("POST", (302, 404, 403, 403, 422, 422)),  # nothing is said
    "proposal-amend": ("POST", (302, 404, 403, 422, 403, 422)),
    "proposal-waive": ("POST", (302, 404, 403, 403, 422, 422)),
    "thread-start": ("POST", (302, 404, 422, 422, 422, 422)),
    "thread-reply": ("POST", (302, 404, 422, 422, 422, 422)),
    "thread-resolve": ("POST", (302, 404, 403, 302, 302, 302)),
    "policy": MEMBERS,
    "ownership-add": ("POST", (302, 404, 403, 403, 403, 422)),
    "ownership-remove": ("POST", (302, 404, 403, 403, 403, 404)),  # there is none
    "revision-revert": ("POST", (302, 404, 403, 404, 403, 404)),  # nothing came before the first
    "history": MEMBERS,
    "notices": EVERYBODY_SIGNED_IN,
    "notices-read": ("POST", (302,) * 6),
    "notices-mail": ("POST", (302,) * 6),
    "notice-open": ("POST", (302, 404, 404, 404, 404, 404)),  # nobody has the notice that is named here
    "audit-log": ADMINISTRATORS,
    "audit-lines": ADMINISTRATORS,
    "webhooks": ADMINISTRATORS,
    "webhook": ADMINISTRATORS,
    "webhook-add": ("POST", (302, 404, 403, 403, 403, 422)),  # no address is said
    "webhook-renew": ("POST", (302, 404, 403, 403, 403, 200)),
    "webhook-switch": ("POST", (302, 404, 403, 403, 403, 302)),
    "webhook-test": ("POST", (302, 404, 403, 403, 403, 302)),
    "webhook-remove": ("POST", (302, 404, 403, 403, 403, 302)),
    "delivery-resend": ("POST", (302, 404, 403, 403, 403, 404)),  # nothing was sent
}
# The administration and the API: test_api_routes.py.
SUBTREES = {"admin/": "admin", "api/v1/": "api"}
STAND_ALONE = {"api-docs"}
TARGET_ROUTES = {"export-row", "export-request", "export-cancel"}
# Routes of a topology that name nothing else.
PLACES = (
    "proposals",
    "proposal-new",
    "policy",
    "ownership-add",
    "history",
    "edit",
    "topology",
    "waivers",
    "elements",
    "reach",
    "resilience",
    "cost",
    "revisions",
    "notes",
    "document",
    "exports",
    "export-compare",
)


def routes(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield str(pattern.name)
        elif str(pattern.pattern) not in SUBTREES:
            yield from routes(pattern.url_patterns)


DRAFT_ROUTES = {name for name in EXPECTED if name.startswith("editor")} | {"export-preview"}
PROPOSAL_ROUTES = {
    name for name in EXPECTED if name.startswith(("proposal-", "thread-")) and name != "proposal-new"
} | {"proposal"}
ROUTES = sorted(set(routes(get_resolver().url_patterns)) - STAND_ALONE)


def test_every_route_has_an_expectation_and_every_expectation_a_route() -> None:
    assert set(ROUTES) == set(EXPECTED)


@pytest.fixture
def addresses(cast: Cast) -> dict[str, str]:
    """An address of something that is there, for every route."""
    export = exported(cast)
    drafts = {name: drawn(cast, name) for name in sorted(DRAFT_ROUTES)}
    place = {"system": cast.topology.system.slug, "topology": cast.topology.slug}
    parts = {
        **dict.fromkeys(PLACES, place),
        **numbered(cast, place, export),
        **{name: {**place, "target": "caddyfile"} for name in ROUTES if name in TARGET_ROUTES},
        **{name: {**place, "draft": draft} for name, draft in drafts.items()},
        "editor-picture": {**place, "draft": drafts["editor-picture"], "form": "svg"},
        **proposed(cast, place),
        **hooked(cast),
    }
    found = {name: reverse(name, kwargs=parts.get(name)) for name in ROUTES}
    return found | {"editor-reach": f"{found['editor-reach']}?port=caddy-https"}


def numbered(cast: Cast, place: dict[str, str], export: Export) -> dict[str, dict]:
    """What else names one thing that is there, or is not."""
    finding = {**place, "fingerprint": fixable(cast).fingerprint}
    return {
        "system": {"system": cast.topology.system.slug},
        "kind": {"slug": "postgresql"},
        "rule": {"code": "NET01"},
        "token-revoke": {"key": "unknown"},
        "element": {**place, "key": "caddy"},
        "diagram": {**place, "form": "svg"},
        "revision-document": {**place, "number": 1},
        "export-file": {**place, "number": export.pk, "path": "caddy/Caddyfile"},
        "export-archive": {**place, "number": export.pk, "form": "zip"},
        "findings-file": {**place, "ending": "sarif"},
        "fix": {**finding, "number": 0},
        "waive": finding,
        "waiver-withdraw": {**place, "number": 404},
        "revision-revert": {**place, "number": 1},
        "revision-diff": {**place, "older": 1, "newer": 1},
        "revision-diff-part": {**place, "older": 1, "newer": 1, "part": "evidence"},
        "ownership-remove": {**place, "number": 404},
        "notice-open": {"number": 404},
    }


def proposed(cast: Cast, place: dict[str, str]) -> dict[str, dict]:
    """The architect's proposal with a conversation in it, and one for the route that ends it."""
    author = cast.people["architect"]
    shared, ended = (
        reviews.proposal_open(topology=cast.topology, actor=author, title=title)
        for title in ("Change", "Other")
    )
    thread = reviews.thread_start(proposal=shared, actor=author, text="Why so?")
    vote = shared.votes.create(reviewer=author, verdict="comment", digest="", document=cast.revision.document)
    parts = {**place, "number": shared.number}
    more = {
        "proposal-changes-part": {"part": "evidence"},
        "proposal-since": {"vote": vote.pk},
        "proposal-since-part": {"vote": vote.pk, "part": "files"},
        "proposal-close": {"number": ended.number},
        "proposal-waive": {"fingerprint": fixable(cast).fingerprint},
        "thread-reply": {"thread": thread.pk},
        "thread-resolve": {"thread": thread.pk},
    }
    return {name: {**parts, **more.get(name, {})} for name in PROPOSAL_ROUTES}


def hooked(cast: Cast) -> dict[str, dict]:
    """A webhook, and what else an administrator has of the system."""
    system, actor = cast.topology.system, cast.people["administrator"]
    hook, _ = webhooks.webhook_add(system=system, actor=actor, url="https://hooks.example/")
    names = ("audit-log", "audit-lines", "webhooks", "webhook-add")
    whole = {name: {"system": system.slug} for name in names}
    one = {"system": system.slug, "number": hook.pk}
    names = ("webhook", "webhook-renew", "webhook-switch", "webhook-test", "webhook-remove")
    hooks = {name: dict(one) for name in names}
    return {**whole, **hooks, "delivery-resend": {**one, "delivery": 404}}


def drawn(cast: Cast, route: str) -> int:
    """An open draft of the architect's; one of its own for each route, because one of them ends it."""
    draft = draft_open(topology=cast.topology, actor=cast.people["architect"])
    if route != "editor-discard":
        return draft.pk
    return Draft.objects.create(
        topology=cast.topology, purpose="working", owner=draft.owner, base=draft.base, header=draft.header
    ).pk


def fixable(cast: Cast) -> Finding:
    """A finding for which there is a fix."""
    return next(row for row in findings_of(cast.revision.sha256) if row.fixes)


def exported(cast: Cast) -> Export:
    """The Caddyfile of the topology, made here and now."""
    export = services.export_request(
        revision=cast.revision, target="caddyfile", actor=cast.people["architect"]
    )
    run = runs.claim(export.pk)
    assert run
    runs.perform(run)
    export.refresh_from_db()
    return export


@pytest.fixture
def foreign(cast: Cast) -> dict[str, User]:
    """Somebody of each role, in another system."""
    elsewhere = System.objects.create(slug="elsewhere", label="Elsewhere")
    Topology.objects.create(system=elsewhere, slug=cast.topology.slug)
    people = {role: User.objects.create(username=f"foreign-{role}") for role in Role.values}
    for role, person in people.items():
        Membership.objects.create(user=person, system=elsewhere, role=role)
    return people


@pytest.fixture
def quiet() -> Iterator[None]:
    """A refusal in every other cell, each with its trace: writing those down takes longer than the cells."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.usefixtures("quiet")
def test_each_role_gets_what_the_table_says(
    cast: Cast, addresses: dict[str, str], seen_by, foreign: dict[str, User]
) -> None:
    found = {role: answers(seen_by(role), addresses) for role in ROLES}
    for number, role in enumerate(ROLES):
        assert differing(found[role], {name: EXPECTED[name][1][number] for name in ROUTES}) == {}, role
    for role, person in foreign.items():
        client = Client()
        client.force_login(person)
        assert differing(answers(client, addresses), found["outsider"]) == {}, role


def answers(client: Client, addresses: dict[str, str]) -> dict[str, int]:
    """What somebody gets of each route; whatever it does is taken back."""
    return {name: answer(client, EXPECTED[name][0], addresses[name]) for name in ROUTES}


def answer(client: Client, method: str, address: str) -> int:
    """In a copy of the client: one of the routes signs out."""
    one = Client()
    one.cookies.load({name: cookie.value for name, cookie in client.cookies.items()})
    with transaction.atomic():
        status = one.generic(method, address).status_code
        transaction.set_rollback(True)
    return status


def differing(found: Mapping, expected: Mapping) -> dict:
    """Cell -> what it is and what it should be."""
    return {cell: (found.get(cell), expected[cell]) for cell in expected if found.get(cell) != expected[cell]}


def test_the_anonymous_are_led_to_the_sign_in_page_and_back(addresses: dict[str, str]) -> None:
    found = Client().get(addresses["element"])
    assert found.headers["Location"] == f"/sign-in/?next={addresses['element']}"


@pytest.mark.parametrize(("role", "status"), [("architect", 302), ("administrator", 200), ("outsider", 302)])
def test_only_staff_enters_the_administration(seen_by, role: str, status: int) -> None:
    assert seen_by(role).get("/admin/").status_code == status
