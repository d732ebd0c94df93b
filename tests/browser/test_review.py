"""A change is proposed, sent back, repaired, approved for what it is then, merged, exported and taken back; in a real
browser, by mouse and by keyboard alone."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from exporters.models import Export
from tests.browser.conftest import complaints
from tests.browser.editor.desk import Desk, document
from tests.cast import Cast, assembled
from tests.support.signing import sign_in
from tests.topologies.reviews.conftest import Desk as People
from tests.topologies.reviews.conftest import label
from topologies import reviews
from topologies.documents import parse
from topologies.models import Draft, Proposal, Revision

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[str], Page]


@pytest.fixture
def acme(transactional_db: None) -> Cast:
    cast = assembled(parse(document()), label="Acme")
    Export.objects.all().delete()
    return cast


@pytest.fixture
def seen_by(page: Page, live_server: LiveServer, acme: Cast) -> As:
    """The page, from now on that of another person."""
    page.set_viewport_size({"width": 1440, "height": 1000})

    def signed_in(name: str) -> Page:
        page.context.clear_cookies()
        sign_in(page.context, live_server.url, acme.people[name])
        return page

    return signed_in


def test_from_the_editor_to_a_revert(acme: Cast, seen_by: As, celery_worker) -> None:
    home = propose(acme, seen_by("architect"))
    ask_for_changes(seen_by("reviewer"), home)
    repair(seen_by("architect"), home)
    approve_what_changed(seen_by("reviewer"), home)
    merge(acme, seen_by("architect"), home)
    exported(acme, seen_by("architect"))
    taken_back(acme, seen_by)


def name(desk: Desk, key: str, text: str) -> None:
    desk.select(key)
    desk.page.locator("#field-label").fill(text)
    desk.page.keyboard.press("Tab")
    desk.saved()


def propose(acme: Cast, page: Page) -> str:
    """The address of the proposal that the draft in the editor became."""
    page.goto(acme.address)
    page.get_by_role("button", name="Edit").click()
    page.locator("[data-editor][data-ready=yes]").wait_for()
    name(Desk(page, Draft.objects.get(purpose="working")), "web", "Front door")
    page.get_by_role("link", name="Propose …").click()
    page.get_by_label("Title").fill("Names that say more")
    page.get_by_label("Why").fill("People ask what web is.")
    page.get_by_role("button", name="Open it and ask for review").click()
    page.wait_for_url("**/proposals/1/")
    expect(page.get_by_text("In review").first).to_be_visible()
    expect(page.get_by_role("button", name="Merge")).to_be_disabled()
    return page.url


def ask_for_changes(page: Page, home: str) -> None:
    page.goto(home)
    page.get_by_label("What you think").fill("Then the database needs a name, too.")
    page.get_by_role("button", name="Request changes").click()
    expect(page.get_by_text("Changes requested").first).to_be_visible()
    page.get_by_label("What you want to say").fill("Records of what?")
    page.get_by_label("About the element").fill("db")
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.get_by_role("article", name="Conversation begun by reviewer about Records")).to_be_visible()


def repair(page: Page, home: str) -> None:
    page.goto(home)
    expect(page.get_by_text("reviewer asks for changes.")).to_be_visible()
    page.get_by_role("link", name="Open in the editor").click()
    page.locator("[data-editor][data-ready=yes]").wait_for()
    name(Desk(page, Proposal.objects.get().draft), "db", "Customer records")
    page.get_by_role("link", name="Proposal #1").click()
    page.wait_for_url(home)
    expect(page.get_by_text("made 1 edit")).to_have_count(2)


def approve_what_changed(page: Page, home: str) -> None:
    """The reviewer sees the second name alone, for the first one is what they saw already."""
    page.goto(home)
    page.get_by_role("link", name="What changed since your vote").click()
    expect(page.locator("[data-item]:is(li)")).to_have_count(1)
    expect(page.locator("[data-item]:is(li)")).to_contain_text("Customer records")
    page.goto(home)
    page.get_by_role("button", name="Settle").click()
    expect(page.get_by_text("settled by reviewer")).to_be_visible()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Everybody who has to approve has done so.")).to_be_visible()


def merge(acme: Cast, page: Page, home: str) -> None:
    page.goto(home)
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_text("merged it as revision 2")).to_be_visible()
    assert acme.topology.revisions.first().number == 2


def exported(acme: Cast, page: Page) -> None:
    page.goto(f"{acme.address}exports/")
    row = page.locator("#target-document")
    expect(row.get_by_text("ready")).to_be_visible(timeout=60_000)
    assert Export.objects.get(revision__number=2, target="document").state == "succeeded"


def taken_back(acme: Cast, seen_by: As) -> None:
    page = seen_by("architect")
    page.goto(f"{acme.address}revisions/")
    page.get_by_role("button", name="Propose to revert revision 2").click()
    page.wait_for_url("**/proposals/2/")
    page.get_by_role("button", name="Ask for review").click()
    expect(page.get_by_text("In review").first).to_be_visible()
    home = page.url
    page = seen_by("reviewer")
    page.goto(home)
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Everybody who has to approve has done so.")).to_be_visible()
    page = seen_by("architect")
    page.goto(home)
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_text("merged it as revision 3")).to_be_visible()
    assert Revision.objects.get(number=3).sha256 == acme.revision.sha256


# --- by keyboard alone, and as axe sees it -----------------------------------------------------------------------


def tab_to(page: Page, role: str, text: str) -> None:
    """Go on with Tab until this is what the keyboard has."""
    wanted = page.get_by_role(role, name=text, exact=True).first
    for _ in range(80):
        page.keyboard.press("Tab")
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never comes to {role} {text!r}")


def test_a_reviewer_needs_no_mouse(acme: Cast, seen_by: As) -> None:
    people = People(acme)
    proposal = people.submit(label("web", "Front door"))
    page = seen_by("reviewer")
    page.goto(acme.address)
    tab_to(page, "link", "Proposals 1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/proposals/")
    tab_to(page, "link", "#1 Change")
    page.keyboard.press("Enter")
    page.wait_for_url("**/proposals/1/")
    tab_to(page, "textbox", "What you want to say")
    page.keyboard.type("By hand.")
    page.keyboard.press("Tab")
    page.keyboard.type("web")
    tab_to(page, "button", "Begin")
    page.keyboard.press("Enter")
    expect(page.get_by_text("By hand.")).to_be_visible()
    tab_to(page, "button", "Approve")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Everybody who has to approve has done so.")).to_be_visible()
    assert proposal.threads.get().element == "web"


def test_axe_finds_nothing_on_the_pages_of_proposals(acme: Cast, seen_by: As) -> None:
    everything(acme)
    pages = (
        "proposals/",
        "proposals/?state=closed",
        "proposals/new/",
        "proposals/1/",
        "proposals/1/clashes/",
        "policy/",
    )
    unfold = "() => { for (const one of document.querySelectorAll('details')) one.open = true; }"
    assert complaints(seen_by("administrator"), [f"{acme.address}{rest}" for rest in pages], unfold) == {}


def everything(acme: Cast) -> None:
    """A proposal with clashes, votes, conversations and findings that stop it; owners; one that is merged."""
    people = People(acme)
    Group.objects.create(name="security")
    administrator = acme.people["administrator"]
    reviews.policy_set(
        topology=acme.topology, actor=administrator, minimum_approvals=1, gate="low", solo=False
    )
    hole = {"op": "add", "section": "nodes", "key": "cache", "fields": {"kind": "redis", "zone": "stores"}}
    mine = people.submit(label("web", "Mine"), hole)
    reviews.thread_start(proposal=mine, actor=administrator, text="Hm.", element="db", field="label")
    settled = reviews.thread_start(proposal=mine, actor=administrator, text="So.")
    reviews.thread_resolve(thread=settled, actor=administrator)
    people.vote(mine, "request changes")
    theirs = people.submit(label("web", "Theirs"), by="administrator")
    people.vote(theirs)
    people.merge(theirs, by="administrator")
    reviews.ownership_add(topology=acme.topology, actor=administrator, group="security", section="nodes")
