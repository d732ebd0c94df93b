"""What the inspector shows and what its forms do, without JavaScript."""

import json
import re

import pytest
from django.test import Client

from tests.cast import Cast
from topologies.graph import SECTIONS
from topologies.models import Draft
from topologies.operations import parse_operations
from topologies.pages.editor import answers
from topologies.pages.editor.questions import about_all, about_element, about_topology
from topologies.services import draft_edit

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)> مرحبا 🚀 {{ 7*7 }} \' " &amp;'
EVERY_KIND = [
    {"op": "add", "section": "zones", "key": "cloud", "fields": {"kind": "provider", "properties": {"provider": "aws"}}},
    {"op": "add", "section": "zones", "key": "land", "fields": {"kind": "region", "parent": "cloud", "properties": {"code": "eu-west-1"}}},
    {"op": "add", "section": "zones", "key": "net-a", "fields": {"kind": "network", "parent": "land"}},
    {"op": "add", "section": "zones", "key": "net-b", "fields": {"kind": "network", "parent": "land"}},
    {"op": "add", "section": "zones", "key": "tier", "fields": {"kind": "subnet-tier", "parent": "net-a", "properties": {"access": "public"}}},
    {"op": "add", "section": "peerings", "key": "joined", "fields": {"network": "net-a", "peer": "net-b"}},
    {"op": "add", "section": "routes", "key": "way", "fields": {"zone": "tier", "destination": "10.9.0.0/16", "via": "joined"}},
    {"op": "add", "section": "network_acls", "key": "acl", "fields": {"zone": "tier"}},
    {"op": "add", "section": "acl_entries", "key": "entry", "fields": {"acl": "acl", "number": 100, "direction": "ingress", "action": "allow", "cidr": "0.0.0.0/0"}},
    {"op": "add", "section": "acl_entries", "key": "entry-2", "fields": {"acl": "acl", "number": 200, "direction": "ingress", "action": "deny", "cidr": "0.0.0.0/0"}},
    {"op": "add", "section": "nodes", "key": "copy", "fields": {"kind": "postgresql"}},
    {"op": "add", "section": "replications", "key": "stream", "fields": {"source": "postgresql", "target": "copy", "mode": "async"}},
    {"op": "add", "section": "views", "key": "sketch", "fields": {"label": "Sketch"}},
]  # fmt: skip


@pytest.fixture
def full(cast: Cast, draft: Draft) -> Draft:
    """The draft with at least one element of every section."""
    operations = parse_operations(EVERY_KIND)
    draft_edit(
        draft=draft,
        actor=cast.people["architect"],
        base_version=0,
        operations=operations,
        request_id="every-kind",
    )
    draft.refresh_from_db()
    return draft


def shown_form(graph, *keys: str) -> dict[str, str]:
    elements = [graph.by_key[key] for key in keys]
    if not elements:
        chapters = about_topology(graph.header)
    elif len(elements) == 1:
        chapters = about_element(elements[0], graph)
    else:
        chapters = about_all(elements, graph)
    return answers.shown([field for chapter in chapters for field in chapter.fields])


def test_every_section_has_a_form_that_renames(full: Draft, post, graph) -> None:
    for section in SECTIONS:
        key = next(iter(graph().section(section)))
        answer = post(key, **{**shown_form(graph(), key), "label": f"New name of {section}"})
        assert answer.status_code == 302, (section, answer.content.decode())
        assert graph().by_key[key].label == f"New name of {section}"


def test_a_form_that_nobody_touched_is_no_edit(full: Draft, post, graph) -> None:
    for section in SECTIONS:
        key = next(iter(graph().section(section)))
        assert post(key, **shown_form(graph(), key)).status_code == 302
    full.refresh_from_db()
    assert full.version == 1


def test_what_is_wrong_stands_beside_its_field(draft: Draft, post, graph) -> None:
    answer = post("caddy", **{**shown_form(graph(), "caddy"), "properties.memory_mb": "-5"})
    assert answer.status_code == 422
    page = answer.content.decode()
    field = page[page.index('data-field="properties.memory_mb"') :][:1500]
    assert 'aria-invalid="true"' in field.split("</div>")[0]
    assert re.search(r"<li>[^<]*greater than or equal to 1[^<]*</li>", field.split("</div>")[0])
    draft.refresh_from_db()
    assert draft.version == 0


def test_what_concerns_the_whole_element_stands_over_the_form(post, graph) -> None:
    answer = post("caddy", **{**shown_form(graph(), "caddy"), "min_instances": "5"})
    assert answer.status_code == 422
    assert "min_instances 5 is above max_instances 1" in answer.content.decode()


def test_a_stale_form_is_refused_and_says_so(
    cast: Cast, draft: Draft, architect: Client, desk: str, post, graph
) -> None:
    post("caddy", **{**shown_form(graph(), "caddy"), "label": "First"})
    answer = architect.post(
        f"{desk}inspector/?key=caddy", {"_form": "fields", "_version": "0", "label": "Second"}
    )
    assert answer.status_code == 422
    assert "Somebody changed the draft meanwhile" in answer.content.decode()
    assert graph().by_key["caddy"].label == "First"


def test_the_topology_itself_is_asked_when_nothing_is_selected(post, graph) -> None:
    answer = post(
        **{
            **shown_form(graph()),
            "objectives.rto_seconds": "900",
            "objectives.residency_regions": "eu-west-1",
        }
    )
    assert answer.status_code == 302
    assert graph().header.objectives.rto_seconds == 900
    assert graph().header.objectives.residency_regions == ("eu-west-1",)


def test_several_elements_are_edited_at_once(post, graph, draft: Draft) -> None:
    answer = post(
        "caddy", "roadrunner", **{**shown_form(graph(), "caddy", "roadrunner"), "stated_in": "The plan"}
    )
    assert answer.status_code == 302
    assert {graph().by_key[key].stated_in for key in ("caddy", "roadrunner")} == {"The plan"}
    assert graph().by_key["caddy"].label != graph().by_key["roadrunner"].label
    draft.refresh_from_db()
    assert draft.version == 1


@pytest.mark.parametrize(
    ("owner", "form", "fields", "made"),
    [
        ("caddy", "add-ports", {"number": "8443", "protocol": "tcp", "application": "admin"}, "caddy-admin"),
        ("caddy", "add-links-out", {"target": "redis"}, "caddy-to-redis"),
        ("caddy", "add-copies-out", {"target": "redis", "mode": "async"}, "caddy-to-redis"),
        ("tier", "add-routes", {"destination": "0.0.0.0/0", "via": "joined"}, "tier-joined"),
        ("tier", "add-acls", {"label": "Second"}, "tier-second"),
        ("acl", "add-entries", {"number": "300", "direction": "egress", "action": "allow", "protocol": "tcp", "cidr": "10.0.0.0/8"}, "acl-egress"),
        ("net-b", "add-peerings", {"peer": "net-a"}, "net-b-to-net-a"),
        ("", "add-all-groups", {"label": "Fresh group"}, "fresh-group"),
        ("", "add-views", {"label": "From above", "shows": "network"}, "from-above"),
    ],
)  # fmt: skip
def test_each_list_adds_what_it_lists(full: Draft, post, graph, owner, form, fields, made) -> None:
    answer = post(*([owner] if owner else []), form=form, **fields)
    assert answer.status_code == 302, answer.content.decode()
    assert made in graph().by_key


def test_groups_are_attached_and_their_rules_added(full: Draft, post, graph) -> None:
    group = next(iter(graph().security_groups))
    assert post("copy", form="add-groups", group=group).status_code == 302
    assert f"{group}-on-copy" in graph().attachments
    answer = post(
        group, form="add-rules", direction="ingress", protocol="tcp", from_port="8080", cidr="10.0.0.0/8"
    )
    assert answer.status_code == 302
    assert graph().rules[f"{group}-ingress"].from_port == 8080


def test_a_rule_without_a_peer_says_what_it_needs(full: Draft, post, graph) -> None:
    group = next(iter(graph().security_groups))
    answer = post(group, form="add-rules", direction="ingress", protocol="tcp", from_port="8080")
    assert answer.status_code == 422
    assert "needs exactly one of cidr, peer_group and peer_zone" in answer.content.decode()
    assert re.search(r'<details class="hanging-add" id="add-rules" open', answer.content.decode())


def test_ready_made_operations_take_off_and_reorder(
    full: Draft, post, graph, architect: Client, desk: str
) -> None:
    page = architect.get(f"{desk}inspector/?key=acl").content.decode()
    ready = [
        json.loads(text.replace("&quot;", '"'))
        for text in re.findall(r'name="operations" value="([^"]*)"', page)
    ]
    later = next(row for row in ready if row[0]["op"] == "reorder")
    assert post("acl", form="", operations=json.dumps(later)).status_code == 302
    assert graph().acl_entries["entry-2"].number == 100
    assert post("acl", form="", operations='[{"op": "remove", "key": "entry"}]').status_code == 302
    assert "entry" not in graph().by_key


def test_removal_tells_what_goes_along(architect: Client, desk: str) -> None:
    page = architect.get(f"{desk}inspector/?key=postgresql").content.decode()
    assert "that depend on it" in page
    assert "Goes along:" in page


def test_damaged_operations_are_one_clear_error(post) -> None:
    answer = post("caddy", form="", operations='[{"op": "remove", "key": "nobody"}]')
    assert answer.status_code == 422
    assert "is not an element of this topology" in answer.content.decode()
    assert post("caddy", form="", operations="{nonsense").status_code == 422


def test_labels_are_data(full: Draft, post, graph, architect: Client, desk: str) -> None:
    form = {**shown_form(graph(), "caddy"), "label": HOSTILE, "note": HOSTILE * 3}
    assert post("caddy", **form).status_code == 302
    for panel in (
        "inspector/?key=caddy",
        "inspector/",
        "outline/",
        "problems/",
        "views/",
        "inspector/?key=roadrunner",
    ):
        page = architect.get(f"{desk}{panel}").content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert ">49<" not in page
    assert graph().by_key["caddy"].label == HOSTILE


def test_who_can_reach_a_port_is_answered_with_reasons(architect: Client, desk: str, graph) -> None:
    port = next(key for key, port in graph().ports.items() if port.node == "caddy" and port.number == 443)
    page = architect.get(f"{desk}reach/?port={port}").content.decode()
    assert "Can reach it" in page
    assert "The internet" in page
    database = next(key for key, port in graph().ports.items() if port.node == "postgresql")
    assert "Cannot reach it" in architect.get(f"{desk}reach/?port={database}").content.decode()
    assert architect.get(f"{desk}reach/?port=none").status_code == 404


def test_findings_about_the_element_say_what_to_do(architect: Client, desk: str) -> None:
    page = architect.get(f"{desk}inspector/?key=postgresql").content.decode()
    assert "What to do</summary><p>" in page


def test_unknown_keys_are_left_out(architect: Client, desk: str) -> None:
    assert architect.get(f"{desk}inspector/?key=nobody&key=caddy").status_code == 200


def test_a_fragment_for_htmx_and_a_page_for_everybody_else(architect: Client, desk: str) -> None:
    for panel in ("inspector", "outline", "problems", "views", "start"):
        whole = architect.get(f"{desk}{panel}/").content.decode()
        part = architect.get(f"{desk}{panel}/", headers={"HX-Request": "true"}).content.decode()
        assert "<html" in whole
        assert "<html" not in part
