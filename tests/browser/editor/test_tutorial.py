"""The first topology, from nothing to a revision without problems: with the mouse, and again with the keyboard alone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.editor.desk import Desk
from tests.cast import PASSWORD, Cast
from tests.support.waiting import eventually
from topologies.models import Draft, Revision, Topology
from topologies.services import topology_create
from topologies.snapshots import read_graph
from topologies.validation import check

pytestmark = pytest.mark.django_db(transaction=True)
TIERS = {"Entry": "10.0.1", "Apps": "10.0.2", "Data": "10.0.3"}
NODES = {"load-balancer": "Entry", "app-server": "Apps", "postgresql": "Data"}
RANGE = "10.0.0.0/16"
QUIET = "() => [...groundplan.panels.values()].every((one) => !one.wanted || !(one.busy || one.stale))"
FIXES = ("Run 2 instances of", "Keep a daily snapshot of")


@pytest.fixture
def fresh(acme: Cast) -> Topology:
    """A topology with nothing in it."""
    return topology_create(
        actor=acme.people["architect"], system=acme.topology.system, slug="first", solo=True
    )


def desk_of(page: Page, topology: Topology) -> Desk:
    page.locator("[data-editor][data-ready=yes]").wait_for(timeout=20_000)
    return Desk(page, Draft.objects.get(topology=topology, purpose="working"))


def ranges(tier: str) -> str:
    return f"a={TIERS[tier]}.0/25\nb={TIERS[tier]}.128/25"


def told(desk: Desk, changes: int) -> None:
    """The panels speak of the draft as it is saved."""
    desk.saved()
    expect(desk.page.locator(".editor-bar [data-changes]")).to_have_text(str(changes))
    desk.page.wait_for_function(QUIET)


def problems(desk: Desk, count: int) -> None:
    expect(desk.page.locator("[data-problem-count]")).to_have_text(str(count))
    desk.page.wait_for_function(QUIET)


def published(page: Page, topology: Topology) -> None:
    """What was published is what was drawn, and no rule finds anything in it."""
    expect(page.get_by_text("Revision 1 is published.")).to_be_visible()
    revision = Revision.objects.get(topology=topology)
    assert revision.comment == "Our first three tiers."
    graph = read_graph(Draft.objects.get(topology=topology, purpose="approved"))
    zones = {node.kind: graph.zones[node.zone].label for node in graph.nodes.values()}
    assert zones == NODES
    assert {(row.source, row.target) for row in graph.links.values()} == {
        ("load-balancer", "application-server"),
        ("application-server", "postgresql"),
    }
    assert check(graph).findings == ()


WHERE = """([row]) => {
  row?.scrollIntoView({ block: "nearest" });
  const { x, y, width, height } = row?.getBoundingClientRect() ?? {};
  return width ? { x: x + width / 2, y: y + height / 2 } : null;
}"""


def middle(found: Locator) -> tuple[float, float]:
    """Where it stands in the window, scrolled into sight."""
    at = eventually(lambda: found.evaluate_all(WHERE))
    return at["x"], at["y"]


def inspected(desk: Desk, key: str) -> None:
    expect(desk.page.locator("#inspector .inspected-key")).to_have_text(key)


# --- with the mouse ----------------------------------------------------------------------------------------


class Mouse:
    """Real moves of a pointer; only words are typed."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def click(self, found: Locator) -> None:
        expect(found).to_be_visible()
        self.page.mouse.move(*middle(found), steps=3)
        self.page.mouse.down()
        self.page.mouse.up()

    def write(self, found: Locator, text: str) -> None:
        self.click(found)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)


def test_with_the_mouse(page: Page, fresh: Topology) -> None:
    page.set_viewport_size({"width": 1600, "height": 1000})
    mouse = Mouse(page)
    page.goto("/")
    mouse.write(page.get_by_label("Username"), "architect")
    mouse.write(page.get_by_label("Password"), PASSWORD)
    mouse.click(page.get_by_role("button", name="Sign in"))
    mouse.click(page.get_by_role("link", name="first"))
    mouse.click(page.get_by_role("button", name="Draw it"))
    desk = desk_of(page, fresh)
    mouse.click(page.get_by_role("button", name="Close the first steps"))
    draw(desk, mouse)
    settle(desk, mouse)
    mouse.click(page.locator(".editor-bar").get_by_role("button", name="Publish"))
    mouse.write(page.get_by_label("What changed, and why"), "Our first three tiers.")
    mouse.click(page.get_by_role("dialog").get_by_role("button", name="Publish"))
    published(page, fresh)


def draw(desk: Desk, mouse: Mouse) -> None:
    """A network with three tiers, a node in each, and two links."""
    canvas = desk.canvas.bounding_box()
    assert canvas
    left, top = canvas["x"] + 200, canvas["y"] + 150
    desk.drag(desk.item("network"), (left + 60, top + 30))
    mouse.write(desk.page.locator("#field-properties-cidrs"), RANGE)
    mouse.click(desk.page.locator(".inspected-name"))
    told(desk, 2)
    x, y, *_ = desk.box("network")
    corner = desk.handle("resize", key="network", side="se")
    desk.drag(corner, desk.point(x + 400, y + 760))
    told(desk, 3)
    for place, tier in enumerate(TIERS):
        whole(desk, mouse)
        x, y, *_ = desk.box("network")
        desk.drag(desk.item("subnet-tier"), desk.point(x + 200, y + 140 + 240 * place))
        key = tier_key(place)
        inspected(desk, key)
        mouse.write(desk.page.locator("#field-label"), tier)
        mouse.click(desk.page.locator(".inspected-name"))
        told(desk, 5 + 4 * place)
        mouse.write(desk.page.locator("#field-properties-cidrs"), ranges(tier))
        mouse.click(desk.page.locator(".inspected-name"))
        told(desk, 6 + 4 * place)
        kind = list(NODES)[place]
        whole(desk, mouse)
        bx, by, bw, bh = desk.box(key)
        desk.drag(desk.item(kind), desk.point(bx + bw / 2, by + bh / 2 + 12))
        desk.saved()
    told(desk, 15)
    join(desk, "load-balancer", "application-server")
    join(desk, "application-server", "postgresql")
    told(desk, 17)


def tier_key(place: int) -> str:
    return "subnet-tier" if place == 0 else f"subnet-tier-{place + 1}"


def whole(desk: Desk, mouse: Mouse) -> None:
    """Everything is in the window, and stands still."""
    mouse.click(desk.page.get_by_role("button", name="Fit everything"))
    desk.frame()


def join(desk: Desk, source: str, target: str) -> None:
    desk.click(source)
    desk.drag(desk.handle("connect", key=source, side="s"), desk.at(target))
    desk.saved()


def settle(desk: Desk, mouse: Mouse) -> None:
    """The problems are fixed where they are listed; what no rule can fix, in the fields of its element."""
    page = desk.page
    mouse.click(page.get_by_role("tab", name="Problems"))
    problems(desk, 3)
    for left, text in zip((2, 1), FIXES, strict=True):
        problem = page.locator("[data-problem]").filter(has_text=text)
        mouse.click(problem.locator("summary", has_text="1 fix"))
        mouse.click(problem.get_by_role("button", name=re.compile(f"Apply ?: {text}")))
        problems(desk, left)
    mouse.click(page.locator("[data-problem] .pointer").first)
    for field in ("max_instances", "min_instances"):
        mouse.write(page.locator(f"#field-{field.replace('_', '-')}"), "2")
        mouse.click(page.locator(".inspected-name"))
        desk.saved()
        page.wait_for_function(QUIET)  # what comes anew may move what the pointer aims at
    problems(desk, 0)


# --- with the keyboard alone -------------------------------------------------------------------------------

POINTERS = """
globalThis.pointed = 0;
for (const name of ["pointerdown", "mousedown", "touchstart"]) {
  addEventListener(name, () => { globalThis.pointed += 1; }, true);
}
"""


class Keys:
    """Pressed keys and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *chords: str) -> None:
        for chord in chords:
            self.page.keyboard.press(chord)

    def to(self, found: Locator, *, way: str = "Tab") -> None:
        """Go there from control to control."""
        expect(found).to_be_attached()
        for _step in range(120):
            if found.evaluate_all("(rows) => rows.includes(document.activeElement)"):
                return
            self.press(way)
        raise AssertionError(f"{found} is not reached by {way}")

    def write(self, found: Locator, text: str, *, way: str = "Tab") -> None:
        self.to(found, way=way)
        self.press("Control+a")
        self.page.keyboard.type(text)

    def enter(self, found: Locator) -> None:
        self.to(found)
        self.press("Enter")

    def pick(self, chord: str, text: str) -> None:
        """Open a list and take what is called so."""
        self.press(chord)
        box = self.page.locator(".picker-input")
        expect(box).to_be_focused()
        self.page.keyboard.type(text)
        expect(self.page.locator(".picker-option").first).to_contain_text(text)
        self.press("Enter")
        expect(box).to_have_count(0)


def test_with_the_keyboard_alone(page: Page, fresh: Topology) -> None:
    page.set_viewport_size({"width": 1600, "height": 1000})
    page.add_init_script(POINTERS)
    keys = Keys(page)
    page.goto("/")
    keys.write(page.get_by_label("Username"), "architect")
    keys.write(page.get_by_label("Password"), PASSWORD)
    keys.press("Enter")
    keys.enter(page.get_by_role("link", name="first"))
    keys.enter(page.get_by_role("button", name="Draw it"))
    desk = desk_of(page, fresh)
    draw_by_keys(desk, keys)
    settle_by_keys(desk, keys)
    keys.pick("Control+/", "Publish")
    keys.write(page.get_by_label("What changed, and why"), "Our first three tiers.")
    assert page.evaluate("pointed") == 0
    keys.enter(page.get_by_role("dialog").get_by_role("button", name="Publish"))
    published(page, fresh)


def draw_by_keys(desk: Desk, keys: Keys) -> None:
    page = desk.page
    keys.pick("Control+Enter", "Network")
    inspected(desk, "network")
    keys.press("Alt+Enter")
    keys.write(page.locator("#field-properties-cidrs"), RANGE)
    keys.press("Tab", "Shift+F6")
    told(desk, 2)
    for place, (tier, kind) in enumerate(
        zip(TIERS, ("Load balancer", "Application server", "PostgreSQL"), strict=True)
    ):
        keys.pick("Control+Enter", "Subnet tier")
        inspected(desk, tier_key(place))
        keys.press("F2")
        page.keyboard.type(tier)
        keys.press("Enter")
        told(desk, 4 + 4 * place)
        keys.press("Alt+Enter")
        keys.write(page.locator("#field-properties-cidrs"), ranges(tier))
        keys.press("Tab", "Shift+F6")
        told(desk, 5 + 4 * place)
        keys.pick("Control+Enter", kind)
    for source, target in (("Load balancer", "Application server"), ("Application server", "PostgreSQL")):
        keys.pick("Control+k", source)
        keys.pick("Alt+l", target)
    told(desk, 16)


def settle_by_keys(desk: Desk, keys: Keys) -> None:
    page = desk.page
    keys.pick("Control+/", "Show the problems")
    problems(desk, 3)
    for left, text in zip((2, 1), FIXES, strict=True):
        problem = page.locator("[data-problem]").filter(has_text=text)
        keys.enter(problem.locator("summary", has_text="1 fix"))
        keys.enter(problem.get_by_role("button", name=re.compile(f"Apply ?: {text}")))
        problems(desk, left)
    keys.enter(page.locator("[data-problem] .pointer").first)
    keys.write(page.locator("#field-max-instances"), "2")
    keys.write(page.locator("#field-min-instances"), "2", way="Shift+Tab")
    keys.press("Tab")
    problems(desk, 0)
    keys.press("Shift+F6")
