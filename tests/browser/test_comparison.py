"""Reviewers step through a change with keys, see before and after, and miss nothing."""

from collections import Counter
from collections.abc import Iterable
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import violations
from tests.cast import Cast
from tests.strategies import HOSTILE
from topologies import reviews
from topologies.graph import Faults, Node, Zone
from topologies.models import Proposal
from topologies.operations import Change, apply, diff, parse_operations
from topologies.selectors import graph_of
from topologies.services import draft_edit

pytestmark = pytest.mark.django_db(transaction=True)
PLACES = """() => Object.fromEntries([...document.querySelectorAll(".comparison-drawing [data-key] > :is(.body, .frame)")]
  .filter((body) => body.checkVisibility())
  .map((body) => [body.parentElement.dataset.key, ["x", "y", "width", "height"].map((name) => body.getAttribute(name)).join()]))"""
SHOWN = "(name) => [...document.querySelectorAll(`[${name}]`)].filter((one) => one.checkVisibility()).map((one) => one.getAttribute(name))"


def random_edits(cast: Cast, seed: int, most: int = 60) -> list[dict[str, Any]]:
    """Edits of every sort, under labels that try to break out, as far as they fit one after the other."""
    random, graph = Random(seed), graph_of(cast.revision.sha256)
    found: list[dict[str, Any]] = []
    for number in range(most):
        key, zone = random.choice(sorted(graph.by_key)), random.choice([*graph.zones, None])
        label = random.choice([text for text in HOSTILE if text])
        operation = random.choice(
            [
                {"op": "update", "key": key, "fields": {"label": label}},
                {"op": "update", "key": key, "fields": {"note": label}},
                {"op": "remove", "key": random.choice([*graph.nodes, *graph.rules]), "cascade": True},
                {"op": "move", "key": random.choice([*graph.nodes]), "to": zone},
                {
                    "op": "add",
                    "section": "nodes",
                    "key": f"fresh-{number}",
                    "fields": {"kind": "redis", "zone": zone, "label": label},
                },
                {
                    "op": "connect",
                    "key": f"call-{number}",
                    "source": random.choice([*graph.nodes]),
                    "target": random.choice([*graph.nodes]),
                },
            ]
        )
        try:
            graph = apply(graph, parse_operations([operation])).graph
        except Faults:
            continue
        found.append(operation)
    return found


def proposed(cast: Cast, operations: list[dict[str, Any]]) -> Proposal:
    architect = cast.people["architect"]
    proposal = reviews.proposal_open(topology=cast.topology, actor=architect, title="Everything at once")
    draft_edit(
        draft=proposal.draft,
        actor=architect,
        base_version=proposal.draft.version,
        operations=parse_operations(operations),
        request_id=str(uuid4()),
    )
    return reviews.proposal_submit(proposal=Proposal.objects.get(pk=proposal.pk), actor=architect)


def test_a_big_change_is_stepped_through_with_keys_and_nothing_is_missed(shown: Cast, sign_in) -> None:
    proposal = proposed(shown, random_edits(shown, seed=11))
    changes = diff(graph_of(shown.revision.sha256), reviews.content_of(proposal).graph)
    ids = [f"{one.section}--{one.key}" for one in changes]
    page: Page = sign_in("reviewer")
    spoken: list[str] = []
    page.on("dialog", lambda dialog: spoken.append(dialog.message))
    page.goto(f"{shown.address}proposals/{proposal.number}/changes/")
    page.locator("[data-comparison][data-ready]").wait_for()

    assert Counter(page.evaluate(SHOWN, "data-change")) == Counter(ids)
    assert page.evaluate(SHOWN, "data-item") == ids
    both = page.evaluate(PLACES)
    page.keyboard.press("b")
    expect(page.locator("[data-comparison]")).to_have_attribute("data-shows", "before")
    before = page.evaluate(PLACES)
    page.keyboard.press("b")
    expect(page.locator("[data-comparison]")).to_have_attribute("data-shows", "after")
    after = page.evaluate(PLACES)
    stays = {*before, *after} - {one.key for one in changes} - taken_along(shown, changes)
    assert stays
    assert all(before[key] == after[key] == both[key] for key in stays)

    seen = []
    for _ in ids:
        page.keyboard.press("n")
        seen.append(page.evaluate("document.activeElement.dataset.item"))
    assert seen == ids
    page.keyboard.press("p")
    expect(page.locator(f'[data-item="{ids[-2]}"]')).to_be_focused()
    expect(page.locator(f'[data-change="{ids[-2]}"]')).to_be_in_viewport()
    expect(page.locator("[data-comparison-status]")).to_contain_text(f"{len(ids) - 1} of {len(ids)}")

    page.get_by_role("checkbox", name="removed").uncheck()
    gone = sum(one.after is None for one in changes)
    assert gone
    assert (
        len(page.evaluate(SHOWN, "data-change")) == len(page.evaluate(SHOWN, "data-item")) == len(ids) - gone
    )
    assert not spoken


def taken_along(shown: Cast, changes: Iterable[Change]) -> set[str]:
    """What stood in a zone that has moved."""
    graph = graph_of(shown.revision.sha256)
    pairs = [(one.before, one.after) for one in changes]
    moved = {
        old.key
        for old, new in pairs
        if isinstance(old, Zone) and isinstance(new, Zone) and old.parent != new.parent
    }
    rows: list[Node | Zone] = [*graph.nodes.values(), *graph.zones.values()]
    return {row.key for row in rows if not moved.isdisjoint(zone.key for zone in graph.path(row))}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_reviewer_sees_what_changed_since_their_vote_and_talks_about_it(
    shown: Cast, sign_in, scheme
) -> None:
    proposal = proposed(shown, [{"op": "update", "key": "caddy", "fields": {"label": "Front"}}])
    reviewer = shown.people["reviewer"]
    vote = reviews.vote_cast(proposal=proposal, actor=reviewer, verdict="request changes", text="Not yet.")
    proposal.draft.refresh_from_db()
    draft_edit(
        draft=proposal.draft,
        actor=shown.people["architect"],
        base_version=proposal.draft.version,
        operations=parse_operations([{"op": "move", "key": "postgresql", "to": None}]),
        request_id=str(uuid4()),
    )
    page: Page = sign_in("reviewer")
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{shown.address}proposals/{proposal.number}/changes/since/{vote.pk}/")
    expect(page.locator("[data-item]")).to_have_count(1)
    expect(page.locator(".change-moved[data-change]")).to_have_count(1)
    page.get_by_role("heading", name="Recovery and cost").wait_for()
    assert violations(page) == []
    page.get_by_text("Start a thread").click()
    page.get_by_label("What you want to say").fill("Why does it stand in no zone?")
    page.get_by_role("button", name="Begin").click()
    page.goto(f"{shown.address}proposals/{proposal.number}/changes/")
    expect(page.get_by_role("link", name="Why does it stand in no zone?")).to_be_visible()


def test_changes_are_seen_without_javascript(shown: Cast, browser, live_server, sign_in) -> None:
    proposal = proposed(shown, random_edits(shown, seed=3, most=8))
    cookies = sign_in("viewer").context.cookies()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"{shown.address}proposals/{proposal.number}/changes/")
    expect(page.locator("[data-change]").first).to_be_visible()
    page.get_by_role("link", name="Before", exact=True).click()
    page.wait_for_url("**show=before")
    expect(page.locator("[data-comparison]")).to_have_attribute("data-shows", "before")
    page.get_by_role("link", name="Findings, reachability, recovery and cost before and after").click()
    expect(page.get_by_role("heading", name="Recovery and cost")).to_be_visible()
    context.close()
