"""The pictures of docs/images, each of the product as it runs. `make screenshots` takes them; look at every one."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.screenshots.album import Album
from tests.topologies.reviews.conftest import Desk as People
from tests.topologies.reviews.conftest import label
from topologies import reviews
from topologies.models import Draft, Proposal
from topologies.services import draft_open, topology_create

pytestmark = pytest.mark.django_db(transaction=True)
NARROW = {"width": 390, "height": 844}


def opened(album: Album, draft: Draft) -> Page:
    """The editor on this draft, drawn, its problems counted."""
    page, topology = album.page, draft.topology
    page.goto(reverse("editor", args=[topology.system.slug, topology.slug, draft.pk]))
    page.locator("[data-editor][data-ready=yes]").wait_for(timeout=60_000)
    expect(page.locator("[data-problem-count]")).not_to_be_empty(timeout=60_000)
    page.wait_for_function("() => groundplan.canvas.badges.all.size > 0 || !groundplan.problems")
    return page


def run(page: Page, command: str) -> None:
    page.evaluate("(id) => void groundplan.commands.run(id)", command)


def select(page: Page, *keys: str) -> None:
    page.evaluate(
        "(keys) => { groundplan.selection.set(keys); groundplan.showTab('inspector'); }", list(keys)
    )
    if len(keys) == 1:
        expect(page.locator("#inspector .inspected-key")).to_have_text(keys[0])


def ready_draft(cast: Cast) -> Draft:
    return draft_open(topology=cast.topology, actor=cast.people["architect"])


# --- the editor --------------------------------------------------------------------------------------------


def test_editor(album: Album, cast: Cast, signed_in) -> None:
    signed_in("architect")
    page = opened(album, ready_draft(cast))
    select(page, "api")
    page.evaluate("() => groundplan.canvas.fit(['vpc'])")
    album.take("editor-light")
    album.theme("dark")
    album.take("editor-dark")
    album.theme("light")
    page.get_by_role("tab", name="Problems").click()
    page.locator("#problems summary", has_text="fix").first.click()
    album.take("editor-problems")
    page.get_by_role("tab", name="Outline").click()
    expect(page.get_by_role("treeitem").first).to_be_visible()
    album.take("editor-outline")


def test_editor_answers(album: Album, cast: Cast, signed_in) -> None:
    signed_in("architect")
    page = opened(album, ready_draft(cast))
    select(page, "vpc")
    run(page, "ask.failure")
    page.locator(".picker-input").fill("eu-west-1a")
    page.keyboard.press("Enter")
    expect(page.locator(".canvas-bar")).to_be_visible()
    album.take("editor-failure")
    select(page, "alb", "postgresql")
    run(page, "ask.way")
    expect(page.locator(".canvas-bar")).to_contain_text(" to ")
    album.take("editor-way")
    run(page, "ask.close")
    run(page, "view.commands")
    album.take("editor-commands")
    page.keyboard.press("Escape")
    run(page, "help.shortcuts")
    album.take("editor-shortcuts")
    page.keyboard.press("Escape")
    select(page, "api")
    page.keyboard.press("Delete")
    album.take("editor-removal")
    page.keyboard.press("Escape")
    run(page, "draft.publish")
    album.take("editor-publish")


def test_editor_states(album: Album, cast: Cast, signed_in) -> None:
    signed_in("architect")
    page = opened(album, ready_draft(cast))
    select(page, "redis")
    page.locator("#field-max-instances").fill("-3")
    page.keyboard.press("Tab")
    expect(page.locator("#inspector .errorlist li").first).to_be_visible()
    album.take("editor-field-refused")
    page.reload()
    page.locator("[data-editor][data-ready=yes]").wait_for()
    rename = "groundplan.sync.perform([{op: 'update', key: 'redis', fields: {label: 'Sessions'}}], {label: 'Rename'})"
    page.context.set_offline(True)
    page.evaluate(f"() => void {rename}")
    expect(page.locator("[data-save-state=offline]")).to_be_visible()
    album.take("editor-offline")
    page.context.set_offline(False)
    page.errors.clear()


def test_editor_narrow(album: Album, cast: Cast, signed_in) -> None:
    signed_in("architect")
    page = album.page
    page.set_viewport_size({"width": 800, "height": 1000})
    opened(album, ready_draft(cast))
    album.take("editor-tablet")
    page.set_viewport_size(NARROW)
    page.reload()
    page.locator("[data-editor][data-ready=yes]").wait_for()
    album.take("editor-narrow")
    page.get_by_role("button", name="Inspector and lists").click()
    album.take("editor-narrow-inspector")


def test_editor_empty(album: Album, cast: Cast, signed_in) -> None:
    fresh = topology_create(actor=cast.people["architect"], system=cast.topology.system, slug="next")
    signed_in("architect")
    page = opened(album, draft_open(topology=fresh, actor=cast.people["architect"]))
    album.take("editor-empty")
    run(page, "go.start")
    expect(page.locator("dialog[open] form").first).to_be_visible()
    album.take("editor-start")
    page.get_by_role("button", name="Three tiers").click()
    page.locator("[data-editor][data-ready=yes]").wait_for()
    select(page, "app")
    album.take("editor-three-tiers")


@pytest.mark.parametrize("nodes", [20, 1000, 5000])
def test_editor_sizes(album: Album, estates, signed_in, nodes: int) -> None:
    signed_in("architect")
    page = opened(album, estates(nodes))
    album.take(f"editor-{nodes}")
    album.theme("dark")
    album.take(f"editor-{nodes}-dark")
    if nodes > 20:
        album.theme("light")
        page.evaluate(
            """() => {
              const { x, y, width } = groundplan.canvas.boxAround(["net8"]);
              groundplan.canvas.viewport.centre({ x: x + width / 2, y: y + 400 }, 0.7);
            }"""
        )
        page.wait_for_timeout(1500)
        album.take(f"editor-{nodes}-near")


# --- the other pages ---------------------------------------------------------------------------------------


def test_topology(album: Album, cast: Cast, signed_in) -> None:
    signed_in("reviewer")
    page, address = album.page, cast.address
    page.goto(address)
    album.take("topology-light")
    album.theme("dark")
    album.take("topology-dark")
    album.theme("light")
    for name, path in {
        "reach": "reach/?from=%28internet%29&to=alb",
        "failures": "resilience/",
        "cost": "cost/",
        "elements": "elements/",
        "revisions": "revisions/",
        "exports": "exports/",
        "waivers": "waivers/",
        "notes": "notes/",
        "element": "elements/api/",
    }.items():
        page.goto(f"{address}{path}")
        album.take(f"topology-{name}", whole=name in ("reach", "failures", "cost"))
    page.set_viewport_size(NARROW)
    page.goto(address)
    album.take("topology-narrow")


def test_proposals(album: Album, cast: Cast, signed_in) -> None:
    home = under_review(cast)
    signed_in("reviewer")
    page = album.page
    for name, path in {
        "proposals": f"{cast.address}proposals/?state=all",
        "proposal": home,
        "proposal-changes": f"{home}changes/",
        "policy": f"{cast.address}policy/",
        "history": f"{cast.address}history/",
    }.items():
        page.goto(path)
        album.take(name, whole=name == "proposal")
    page.context.clear_cookies()
    signed_in("architect")
    page.goto(f"{home}clashes/")
    album.take("proposal-clashes", whole=True)
    page.goto(f"{cast.address}proposals/new/")
    album.take("proposal-new")
    album.theme("dark")
    page.goto(home)
    album.take("proposal-dark", whole=True)
    album.theme("light")
    page.set_viewport_size(NARROW)
    page.reload()
    album.take("proposal-narrow", whole=True)


def under_review(cast: Cast) -> str:
    """The address of a proposal with everything to it, beside one that was merged first and clashes with it."""
    cast.topology.policy.delete()
    people = People(cast)
    wider = {"op": "update", "key": "api", "fields": {"max_instances": 20}}
    mine = people.submit(wider, label("redis", "Sessions"))
    titled(mine, "Room for the summer", "Last July ten instances were all busy from nine to five.")
    text = "Sessions only? The queue is in there, too."
    reviews.thread_start(
        proposal=mine, actor=people.person("reviewer"), text=text, element="redis", field="label"
    )
    people.vote(mine, "request changes", text="Say what else is kept there.")
    fewer = {"op": "update", "key": "api", "fields": {"max_instances": 5}}
    theirs = people.submit(fewer, by="administrator")
    titled(theirs, "Spend less", "")
    people.vote(theirs, text="Half of them sleep anyway.")
    people.merge(theirs, by="administrator", today=timezone.localdate())
    people.edit(mine, label("redis", "Sessions and the queue"))
    return f"{cast.address}proposals/{mine.number}/"


def titled(proposal: Proposal, title: str, why: str) -> None:
    reviews.proposal_amend(proposal=proposal, actor=proposal.author, title=title, why=why)


def test_failure(album: Album, cast: Cast, signed_in) -> None:
    signed_in("viewer")
    page = album.page
    page.goto(f"{cast.address}resilience/")
    page.locator("a[href*='without=zone']").first.click()
    page.wait_for_url("**without=**")
    album.take("topology-failure")


def test_home(album: Album, cast: Cast, signed_in) -> None:
    page = album.page
    page.goto("/sign-in/")
    album.take("sign-in")
    signed_in("architect")
    page.wait_for_load_state("networkidle")
    album.take("home-light")
    album.theme("dark")
    album.take("home-dark")
    album.theme("light")
    for name, path in {
        "kinds": "/kinds/",
        "kind": "/kinds/postgresql/",
        "rules": "/rules/",
        "rule": "/rules/NET01/",
        "tokens": "/account/tokens/",
        "system": f"/{cast.topology.system.slug}/",
        "api": "/api/",
    }.items():
        page.goto(path)
        page.wait_for_load_state("networkidle")
        album.take(name)
    page.set_viewport_size(NARROW)
    page.goto("/")
    album.take("home-narrow")


def test_errors(album: Album, cast: Cast, signed_in) -> None:
    page = album.page
    signed_in("outsider")
    album.take("home-empty")
    page.goto("/nowhere/at-all/")
    album.take("error-404")
    page.route(
        "**/broken/",
        lambda route: route.fulfill(status=500, content_type="text/html", body=render_to_string("500.html")),
    )
    page.goto("/broken/")
    album.take("error-500")
    page.context.clear_cookies()
    signed_in("viewer")
    draft = ready_draft(cast)
    page.goto(reverse("editor", args=[cast.topology.system.slug, cast.topology.slug, draft.pk]))
    album.take("error-403")
    page.errors.clear()


def test_lockout(album: Album, cast: Cast) -> None:
    page = album.page
    page.goto("/sign-in/")
    for attempt in range(6):
        page.get_by_label("Username").fill("viewer")
        page.get_by_label("Password").fill("not this one")
        page.get_by_role("button", name="Sign in").click()
        if attempt == 0:
            album.take("sign-in-refused")
        if page.get_by_role("heading", name="Too many attempts").is_visible():
            break
    album.take("lockout")
    page.errors.clear()
