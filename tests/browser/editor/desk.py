"""A draft on the screen and in the database: what hands do there, and what it came to."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from topologies.documents import dump
from topologies.models import Draft
from topologies.snapshots import read_graph

BOXES = {
    "main": (0, 0, 760, 560),
    "apps": (24, 48, 712, 208),
    "stores": (24, 304, 712, 208),
    "web": (56, 120, 184, 56),
    "app": (320, 120, 184, 56),
    "db": (56, 384, 184, 56),
    "users": (880, 120, 184, 56),
}


def placement(key: str) -> dict[str, float]:
    x, y, width, height = BOXES[key]
    return {
        "x": x,
        "y": y,
        **({"width": width, "height": height} if key in ("main", "apps", "stores") else {}),
    }


def document() -> dict[str, Any]:
    """A network with two tiers: web and app in the first, the database in the second; users outside."""
    cidrs = {"apps": {"a": "10.0.1.0/24", "b": "10.0.2.0/24"}, "stores": {"b": "10.0.3.0/24"}}
    tiers = {
        key: {
            "kind": "subnet-tier",
            "label": key.title(),
            "parent": "main",
            "properties": {"access": "private", "cidrs": rows},
        }
        for key, rows in cidrs.items()
    }
    pinned = {"availability_zones": ["a", "b"], "min_instances": 2, "max_instances": 2}
    return {
        "format": 1,
        "topology": {"system": "acme", "slug": "production"},
        "zones": {
            "main": {"kind": "network", "label": "Main", "properties": {"cidrs": ["10.0.0.0/16"]}},
            **tiers,
        },
        "nodes": {
            "web": {"kind": "caddy", "label": "Web", "zone": "apps", "properties": {}},
            "app": {"kind": "app-server", "label": "App", "zone": "apps", "properties": {}, **pinned},
            "db": {"kind": "postgresql", "label": "Records", "zone": "stores", "properties": {}},
            "users": {"kind": "users", "label": "Everybody", "properties": {}},
        },
        "ports": {"db-postgresql": {"node": "db", "number": 5432, "application": "postgresql"}},
        "security_groups": {"guard": {"label": "Guard"}},
        "attachments": {"guard-on-web": {"group": "guard", "target": "web"}},
        "links": {
            "web-to-app": {"source": "web", "target": "app"},
            "app-to-db": {"source": "app", "target": "db", "port": "db-postgresql"},
        },
        "views": {"overview": {"label": "Overview", "placements": {key: placement(key) for key in BOXES}}},
    }


@dataclass
class Desk:
    """A page with the editor open on a draft."""

    page: Page
    draft: Draft

    @property
    def address(self) -> str:
        topology = self.draft.topology
        return f"/{topology.system.slug}/{topology.slug}/drafts/{self.draft.pk}/"

    def open(self) -> "Desk":
        self.page.goto(self.address)
        self.page.locator("[data-editor][data-ready=yes]").wait_for()
        self.page.locator("[data-canvas][data-drawn=yes]").wait_for(state="attached")
        self.page.wait_for_function("() => groundplan.views.boxes.size > 0")
        return self

    @property
    def canvas(self) -> Locator:
        return self.page.locator("[data-canvas]")

    def js(self, expression: str, argument: Any = None) -> Any:
        return self.page.evaluate(f"(argument) => {expression}", argument)

    # --- what it came to ---

    def saved(self) -> dict[str, Any]:
        """The document in the database, once everything is there."""
        self.page.wait_for_function(
            "() => groundplan.sync.state === 'saved' && !groundplan.sync.pending.length"
        )
        self.draft.refresh_from_db()
        return dump(read_graph(self.draft))

    @property
    def steps(self) -> int:
        """How many steps can be undone."""
        return int(self.js("groundplan.sync.history.undo.length"))

    def undone(self, before: dict[str, Any]) -> None:
        """One step back, everything is as it was."""
        assert self.steps == 1, "one gesture is one step"
        self.press("Control+z")
        assert self.saved() == before
        assert self.steps == 0

    def placed(self, key: str) -> tuple[float, float]:
        place = self.saved()["views"]["overview"]["placements"][key]
        return place["x"], place["y"]

    # --- pointer ---

    def at(self, key: str, dx: float = 0, dy: float = 0) -> tuple[float, float]:
        """The middle of an element in the window, and so many pixels of the drawing from there."""
        x, y, width, height = self.box(key)
        return self.point(x + width / 2 + dx, y + height / 2 + dy)

    def header(self, key: str) -> tuple[float, float]:
        x, y, width, _ = self.box(key)
        return self.point(x + width / 2, y + 14)

    def box(self, key: str) -> tuple[float, float, float, float]:
        box = self.js("groundplan.views.boxes.get(argument)", key)
        return box["x"], box["y"], box["width"], box["height"]

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the drawing in the window."""
        found = self.js("groundplan.canvas.clientOf(argument)", {"x": x, "y": y})
        return found["x"], found["y"]

    def handle(self, kind: str, **data: str) -> tuple[float, float]:
        """The middle of a handle, once it is there."""
        self.frame()
        where = "".join(f'[data-{name}="{value}"]' for name, value in data.items())
        box = self.page.locator(f'[data-handle="{kind}"]{where}').bounding_box()
        assert box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drag(self, start: tuple[float, float], end: tuple[float, float], *, drop: bool = True) -> None:
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
        mouse.move(*end, steps=4)
        self.frame()
        if drop:
            mouse.up()

    def frame(self) -> None:
        """Wait until what was moved has been shown."""
        self.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def click(self, key: str, **options: Any) -> None:
        section = self.js("groundplan.model.get(argument).section", key)
        self.page.mouse.move(*(self.header(key) if section == "zones" else self.at(key)))
        for name in options.get("modifiers", ()):
            self.page.keyboard.down(name)
        self.page.mouse.down(button=options.get("button", "left"))
        self.page.mouse.up(button=options.get("button", "left"))
        for name in options.get("modifiers", ()):
            self.page.keyboard.up(name)

    def item(self, kind: str) -> tuple[float, float]:
        """A kind in the palette, in sight."""
        row = self.page.locator(f'.palette-item[data-place="{kind}"]')
        row.scroll_into_view_if_needed()
        box = row.bounding_box()
        assert box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def free(self, key: str, others: list[str]) -> bool:
        """Does it stand on none of the others?"""
        x, y, width, height = self.box(key)
        rows = [self.box(other) for other in others]
        return all(x >= a + w or x + width <= a or y >= b + h or y + height <= b for a, b, w, h in rows)

    # --- keys ---

    def press(self, chord: str) -> None:
        self.page.keyboard.press(chord)

    def select(self, *keys: str) -> None:
        self.js("groundplan.selection.set(argument)", list(keys))
        self.canvas.focus()

    @property
    def selected(self) -> list[str]:
        return list(self.js("groundplan.selection.keys()"))

    def run(self, command: str) -> None:
        self.js("void groundplan.commands.run(argument)", command)

    def choose(self, text: str) -> None:
        """Type into the list that is open and take what comes first."""
        box = self.page.locator(".picker-input")
        expect(box).to_be_focused()
        box.fill(text)
        self.press("Enter")
        expect(box).to_have_count(0)

    def said(self, text: str) -> None:
        expect(self.page.locator("[data-announcer]")).to_contain_text(text)
