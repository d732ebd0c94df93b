"""The pages of a topology say what its newest revision holds."""

import json
import re

import pytest
from django.core.cache import cache as store
from django.test import Client

from tests.cast import Cast, example
from tests.topologies.pages.harm import harm_on
from topologies.computed import digest_of
from topologies.models import Membership, Role, System, Topology


@pytest.fixture
def viewer(seen_by) -> Client:
    client: Client = seen_by("viewer")
    return client


def text(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_home_shows_each_topology_with_its_sums_and_newest_revision(cast: Cast, viewer: Client) -> None:
    page = text(viewer, "/")
    assert f'href="{cast.address}"' in page
    assert f'src="{cast.address}diagram.svg?thumbnail=1' in page
    high = digest_of(cast.revision.sha256).counts["high"]
    assert high
    for words in ("$24", "stated $24", "r1", "architect", "17 nodes in 2 zones", f"{high} high"):
        assert words in page


def test_home_tells_an_outsider_what_to_do(seen_by) -> None:
    page = text(seen_by("outsider"), "/")
    assert "No systems for you yet" in page
    assert "Single droplet" not in page


def test_a_system_without_topologies_says_so(cast: Cast, viewer: Client) -> None:
    empty = System.objects.create(slug="empty", label="Empty")
    Membership.objects.create(user=cast.people["viewer"], system=empty, role=Role.VIEWER)
    assert "No topologies yet" in text(viewer, "/")


@pytest.mark.parametrize("tab", ["", "elements/", "exports/", "revisions/", "notes/"])
def test_a_topology_without_a_revision_opens(cast: Cast, viewer: Client, tab: str) -> None:
    Topology.objects.create(system=cast.topology.system, slug="planned")
    page = text(viewer, f"/infinri/planned/{tab}")
    assert "Nothing is approved yet" in page


def test_the_page_shows_the_drawing_and_the_findings_with_their_evidence(cast: Cast, viewer: Client) -> None:
    page = text(viewer, cast.address)
    assert '<svg class="drawing"' in page
    assert 'data-key="caddy"' in page
    assert "RES02" in page
    assert 'data-focus="caddy"' in page
    assert "Evidence" in page


def test_what_cannot_be_judged_bears_the_colour_of_no_severity(cast: Cast, viewer: Client) -> None:
    rows = re.findall(r'<li class="finding severity-(\w+)(.*?)</h3>', text(viewer, cast.address), re.DOTALL)
    unknown = [(level, row) for level, row in rows if "Cannot be judged" in row]
    assert unknown
    assert len(unknown) < len(rows)
    for level, row in rows:
        assert (level == "unknown") == ("Cannot be judged" in row) == ("badge-unknown" in row)


def test_objectives_and_both_costs_stand_in_the_title_block(cast: Cast, viewer: Client) -> None:
    page = text(viewer, cast.address)
    for words in ("RTO", "15 min", "RPO", "1 d", "300 ms", "50,000", "Cost, summed", "Cost, stated"):
        assert words in page


def test_htmx_gets_the_panel_alone(cast: Cast, viewer: Client) -> None:
    panel = text(viewer, f"{cast.address}elements/", **{"HX-Request": "true"})
    assert '<svg class="drawing"' not in panel
    assert "<html" not in panel
    assert "RoadRunner" in panel


def test_going_back_in_the_browser_gets_the_whole_page(cast: Cast, viewer: Client) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in text(viewer, f"{cast.address}elements/", **headers)


def test_the_filter_keeps_elements_that_hold_every_word(cast: Cast, viewer: Client) -> None:
    page = text(viewer, f"{cast.address}elements/?q=POSTGRES+5432", **{"HX-Request": "true"})
    assert "postgresql-postgresql" in page
    assert ">caddy<" not in page
    assert "Nothing matches" in text(viewer, f"{cast.address}elements/?q=no+such+thing")


def test_revisions_name_author_comment_and_digest(cast: Cast, viewer: Client) -> None:
    page = text(viewer, f"{cast.address}revisions/")
    for words in ("r1", "architect", "The first one.", cast.revision.sha256):
        assert words in page


def test_notes_carry_their_source(cast: Cast, viewer: Client) -> None:
    note = example("infinri", "single-droplet").header.notes[0]
    assert note.stated_in.split(",")[0] in text(viewer, f"{cast.address}notes/")


def test_every_element_of_every_section_has_a_page(cast: Cast, viewer: Client) -> None:
    graph = example("infinri", "single-droplet")
    for element in graph.elements():
        assert element.key in text(viewer, f"{cast.address}elements/{element.key}/")


def test_an_element_page_holds_properties_with_units_relations_and_findings(
    cast: Cast, viewer: Client
) -> None:
    page = text(viewer, f"{cast.address}elements/postgresql/")
    for words in ("Shared buffers", "1,024", "MB", "5432/tcp", "Guarded by", "UFW", "RES02", "Stated in"):
        assert words in page


@pytest.mark.parametrize("address", ["elements/no-such-key/", "diagram.gif", "revisions/7/document.json"])
def test_what_is_not_there_is_not_found(cast: Cast, viewer: Client, address: str) -> None:
    assert viewer.get(cast.address + address).status_code == 404


def test_nul_and_lone_surrogates_in_a_query_harm_nothing(cast: Cast, viewer: Client) -> None:
    for query in ("q=%00", "q=%ED%A0%80", "view=%00", "focus=%22%3E%3Cscript%3E"):
        page = text(viewer, f"{cast.address}elements/?{query}")
        assert '"><script>' not in page


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/", 7),
        ("", 8),
        ("elements/", 7),
        ("notes/", 7),
        ("revisions/", 9),
        ("elements/caddy/", 6),
        ("exports/", 9),
    ],
)
def test_a_page_asks_the_database_a_fixed_number_of_times(
    cast: Cast, viewer: Client, django_assert_num_queries, address: str, queries: int
) -> None:
    address = address if address == "/" else cast.address + address
    viewer.get(address)
    with django_assert_num_queries(queries):
        viewer.get(address)


def test_home_asks_no_more_for_more_topologies(cast: Cast, viewer: Client, django_assert_num_queries) -> None:
    for number in range(5):
        Topology.objects.create(system=cast.topology.system, slug=f"more-{number}")
    viewer.get("/")
    with django_assert_num_queries(7):
        viewer.get("/")


def test_labels_are_data(db: None) -> None:
    addresses = (
        "/",
        "/evil/evil/",
        "/evil/evil/elements/",
        "/evil/evil/notes/",
        "/evil/evil/elements/db/",
        "/evil/evil/elements/line/",
        "/evil/evil/exports/",
        "/evil/evil/diagram.svg",
    )
    assert harm_on(addresses) == {}


def test_the_document_is_the_canonical_one_and_answers_304(cast: Cast, viewer: Client) -> None:
    answer = viewer.get(f"{cast.address}document.json")
    assert answer.content.decode() == cast.revision.document
    assert json.loads(answer.content)["topology"]["slug"] == "single-droplet"
    assert answer.headers["ETag"] == f'"{cast.revision.sha256}"'
    assert answer.headers["Content-Disposition"] == 'attachment; filename="infinri-single-droplet-r1.json"'
    again = viewer.get(f"{cast.address}document.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(("form", "start"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_the_drawing_comes_in_three_forms_that_can_do_nothing(
    cast: Cast, viewer: Client, form: str, start: bytes
) -> None:
    answer = viewer.get(f"{cast.address}diagram.{form}?theme=dark&view=security&download=1")
    assert answer.content.lstrip().startswith(start)
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert (
        answer.headers["Content-Disposition"]
        == f'attachment; filename="infinri-single-droplet-security.{form}"'
    )
    again = viewer.get(
        f"{cast.address}diagram.{form}?theme=dark&view=security",
        headers={"If-None-Match": answer.headers["ETag"]},
    )
    assert again.status_code == 304


@pytest.mark.parametrize("query", ["theme=blue", "view=nowhere", "view=%00"])
def test_an_unknown_theme_or_view_is_not_found(cast: Cast, viewer: Client, query: str) -> None:
    assert viewer.get(f"{cast.address}diagram.svg?{query}").status_code == 404


def test_pages_open_from_an_empty_cache(cast: Cast, viewer: Client) -> None:
    store.clear()
    assert "RES02" in text(viewer, cast.address)
