"""Opening, joining, publishing and discarding drafts; starting from something that stands; the lists beside the drawing."""

import re
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from tests.cast import Cast, alone
from topologies import live
from topologies.models import Draft, System, Topology
from topologies.operations import parse_operations
from topologies.selectors import draft_get
from topologies.services import draft_edit, topology_create
from topologies.starts import starts
from topologies.validation import check


def test_edit_opens_ones_own_draft_and_the_second_time_the_same(cast: Cast, architect: Client) -> None:
    first = architect.post(f"{cast.address}edit/")
    again = architect.post(f"{cast.address}edit/")
    assert first.status_code == 302
    assert first.headers["Location"] == again.headers["Location"]
    assert architect.get(first.headers["Location"]).status_code == 200


def test_the_topology_is_read_only_until_somebody_asks(cast: Cast, seen_by) -> None:
    assert (
        'action="/infinri/single-droplet/edit/"' in seen_by("architect").get(cast.address).getvalue().decode()
    )
    assert "edit/" not in seen_by("viewer").get(cast.address).getvalue().decode()


def test_open_drafts_of_others_can_be_joined(cast: Cast, draft: Draft, desk: str, seen_by, post) -> None:
    post("caddy", _only="label", label="Front")
    page = seen_by("administrator").get(cast.address).getvalue().decode()
    assert "architect</strong> is drawing: 1 change," in page
    assert f'href="{desk}"' in page
    assert "is drawing" not in seen_by("viewer").get(cast.address).getvalue().decode()
    assert seen_by("administrator").get(desk).status_code == 200


def test_the_page_names_every_address_that_its_modules_ask(architect: Client, desk: str) -> None:
    page = architect.get(desk).getvalue().decode()
    for name in (
        "state",
        "operations",
        "events",
        "presence",
        "findings",
        "layout",
        "kinds",
        "inspector",
        "outline",
    ):
        assert f"data-{name}=" in page


def test_what_is_seen_first_waits_for_no_other_file(architect: Client, desk: str) -> None:
    answer = architect.get(desk)
    head, _, body = answer.getvalue().decode().partition("<body")
    nonce = re.search(r'<style nonce="([^"]+)">', head)[1]  # type: ignore[index]
    assert f"style-src 'self' 'nonce-{nonce}'" in answer["Content-Security-Policy"]
    assert not re.findall(r"<(?:script|link)[^>]* (?:src=|rel=.(?:stylesheet|preload))", head)
    palette, later = re.findall(r"<template data-after-paint>(.*?)</template>", body, re.DOTALL)
    assert "data-palette" in palette
    assert all(name in later for name in ("htmx", "editor.js", 'rel="preload"', "workspace.css"))
    assert re.search(
        r'<noscript><link rel="stylesheet" href="[^"]*workspace', body
    )  # without scripts: at once


def test_icons_that_are_seen_first_are_drawn_in_the_page(architect: Client, desk: str) -> None:
    page = architect.get(desk).getvalue().decode()
    early = re.sub(r"<template.*?</template>", "", page, flags=re.DOTALL)
    used = set(re.findall(r'<use href="([^"]+)"', early))
    assert {"#ui-undo", "#ui-panel"} <= used
    assert {name.removeprefix("#") for name in used} == set(re.findall(r'<symbol id="([^"]+)"', early))


def test_a_draft_is_found_without_the_document_of_its_base(draft: Draft) -> None:
    assert draft.base is not None
    found = draft_get(draft.topology, draft.pk)
    assert "document" in found.base.get_deferred_fields()


def test_the_head_is_sent_before_the_body_is_made(architect: Client, desk: str) -> None:
    parts = iter(architect.get(desk).streaming_content)
    assert next(parts).endswith(b"</head>\n")
    assert next(parts).rstrip().endswith(b"</html>")


def test_a_body_that_can_not_be_made_says_so_where_it_would_stand(
    architect: Client, desk: str, draft: Draft, monkeypatch: pytest.MonkeyPatch, caplog
) -> None:
    def broken() -> str:
        raise OSError("no palette today")

    monkeypatch.setattr("topologies.pages.editor.page.palette_html", broken)
    page = architect.get(desk).getvalue().decode()
    assert page.count("<body") == page.count("</html>") == 1
    assert "Something broke on our side" in page
    assert "no palette today" in caplog.text
    assert f"draft {draft.pk}" in caplog.text


def test_the_browser_is_told_early_what_the_script_will_ask_for(
    architect: Client, desk: str, draft: Draft
) -> None:
    def early() -> list[str]:
        page = architect.get(desk).getvalue().decode()
        links = re.findall(r'<link rel="preload" as="fetch"[^>]* href="([^"]+)"', page)
        assert [architect.get(address.replace("&amp;", "&")).status_code for address in links] == [200] * 3
        return links

    assert [address.rpartition("/")[2].partition("=")[0] for address in early()] == ["", "?v", "?view"]
    assert early()[2].endswith("layout/?view=")
    arranged = [
        {"op": "add", "section": "views", "key": "mine", "fields": {"label": "Mine"}},
        {"op": "place", "view": "mine", "placements": {"caddy": {"x": 40, "y": 40}}},
    ]
    draft_edit(
        draft=draft,
        actor=draft.owner,
        base_version=0,
        operations=parse_operations(arranged),
        request_id="arranged",
    )
    assert early()[2].endswith("layout/?view=mine")


def test_publishing_makes_a_revision_and_leads_back(cast: Cast, architect: Client, desk: str, post) -> None:
    alone(cast.topology)
    post("caddy", _only="label", label="Front")
    answer = architect.post(f"{desk}publish/", {"comment": "A better name."})
    assert answer.headers["Location"] == cast.address
    newest = cast.topology.revisions.first()
    assert (newest.number, newest.comment) == (2, "A better name.")
    assert architect.get(desk).status_code == 404


def test_an_unchanged_draft_is_not_published_and_says_why(cast: Cast, architect: Client, desk: str) -> None:
    alone(cast.topology)
    answer = architect.post(f"{desk}publish/", follow=True)
    assert "exactly this content" in answer.getvalue().decode()


def test_what_is_reviewed_is_proposed_instead(architect: Client, desk: str, post) -> None:
    post("caddy", _only="label", label="Front")
    assert "Propose …" in architect.get(desk).getvalue().decode()
    answer = architect.post(f"{desk}publish/", follow=True)
    assert "open a proposal with this draft" in answer.getvalue().decode()


def test_discarding_ends_the_draft(cast: Cast, architect: Client, desk: str, draft: Draft) -> None:
    assert architect.post(f"{desk}discard/").headers["Location"] == cast.address
    draft.refresh_from_db()
    assert draft.closed


def test_every_template_makes_a_sound_topology(cast: Cast, architect: Client) -> None:
    for slug, template in starts().items():
        topology = topology_create(
            actor=cast.people["architect"], system=cast.topology.system, slug=f"new-{slug}"
        )
        where = architect.post(f"/infinri/{topology.slug}/edit/").headers["Location"]
        assert architect.post(f"{where}start/", {"template": slug}).headers["Location"] == where
        draft = Draft.objects.get(topology=topology)
        graph = live.graph_of(draft)
        assert graph.by_key.keys() == template.graph.by_key.keys()
        assert draft.version == 1
        assert graph.header.slug == topology.slug


@pytest.mark.parametrize("slug", ["three-tier", "static-and-api", "blue-green", "active-active"])
def test_these_templates_have_nothing_to_complain_about(slug: str) -> None:
    assert check(starts()[slug].graph).findings == ()


def test_a_topology_is_copied(cast: Cast, architect: Client) -> None:
    topology_create(actor=cast.people["architect"], system=cast.topology.system, slug="copy")
    where = architect.post("/infinri/copy/edit/").headers["Location"]
    architect.post(f"{where}start/", {"topology": "infinri/single-droplet"})
    draft = Draft.objects.get(topology__slug="copy")
    assert "caddy" in live.graph_of(draft).by_key
    assert architect.post(f"{where}start/", {"topology": "infinri/nothing"}).status_code == 404
    assert (
        "That does not fit"
        in architect.post(f"{where}start/", {"topology": "infinri/single-droplet"}, follow=True)
        .getvalue()
        .decode()
    )


def test_the_outline_mirrors_zones_nodes_ports_and_lines(architect: Client, desk: str, graph) -> None:
    everything = " ".join([*graph().zones, *graph().nodes, "in-links", "in-security_groups"])
    page = architect.get(f"{desk}outline/", {"open": everything}).getvalue().decode()
    for section in ("zones", "nodes", "ports", "links", "security_groups"):
        for key in graph().section(section):
            assert f'data-tree-key="{key}"' in page
    assert 'role="tree"' in page


def test_closed_branches_carry_nothing(architect: Client, desk: str, graph) -> None:
    page = architect.get(f"{desk}outline/", {"open": ""}).getvalue().decode()
    assert 'data-tree-key="caddy"' not in page
    assert 'aria-expanded="false"' in page


def test_the_outline_finds(architect: Client, desk: str) -> None:
    page = architect.get(f"{desk}outline/", {"q": "caddy 443"}).getvalue().decode()
    assert 'data-tree-key="caddy-https"' in page
    assert 'data-tree-key="redis"' not in page


def test_problems_are_of_the_draft_and_filtered(architect: Client, desk: str, post) -> None:
    page = architect.get(f"{desk}problems/").getvalue().decode()
    assert "data-problem" in page
    assert "What to do" in page
    assert "Nothing matches" in architect.get(f"{desk}problems/", {"q": "xyzzy"}).getvalue().decode()


def test_a_new_topology_is_made_and_opened_for_drawing(cast: Cast, architect: Client) -> None:
    answer = architect.post(
        "/", {"making": "topology", "system": "infinri", "label": "Blue Print 2", "environment": "staging"}
    )
    made = Topology.objects.get(slug="blue-print-2")
    assert (made.label, made.environment) == ("Blue Print 2", "staging")
    assert urlsplit(answer.headers["Location"]).path.startswith("/infinri/blue-print-2/drafts/")


def test_what_is_wrong_with_a_new_topology_stands_beside_its_field(architect: Client) -> None:
    taken = architect.post(
        "/", {"making": "topology", "system": "infinri", "label": "x", "slug": "single-droplet"}
    )
    assert taken.status_code == 422
    assert 'class="errorlist"' in taken.getvalue().decode()
    assert architect.post("/", {"making": "topology", "system": "infinri", "label": "数"}).status_code == 422
    assert architect.post("/", {"making": "topology", "system": "nobody", "label": "x"}).status_code == 422


def test_who_may_not_edit_makes_nothing(seen_by) -> None:
    assert (
        seen_by("viewer").post("/", {"making": "topology", "system": "infinri", "label": "x"}).status_code
        == 403
    )
    assert (
        seen_by("outsider").post("/", {"making": "topology", "system": "infinri", "label": "x"}).status_code
        == 422
    )
    assert seen_by("architect").post("/", {"making": "system", "label": "Another"}).status_code == 403


def test_staff_makes_systems(cast: Cast, seen_by) -> None:
    person = cast.people["administrator"]
    person.user_permissions.add(Permission.objects.get(codename="add_system"))
    answer = seen_by("administrator").post("/", {"making": "system", "label": "Another one"})
    assert answer.headers["Location"] == "/#another-one"
    assert System.objects.filter(slug="another-one", label="Another one").exists()
