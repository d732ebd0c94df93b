"""The page that answers who can reach what."""

import pytest
from django.test import Client

from tests.cast import Cast
from tests.topologies.pages.harm import harm_on
from tests.topologies.pages.test_topology import text
from topologies.models import Topology


@pytest.fixture
def viewer(seen_by) -> Client:
    client: Client = seen_by("viewer")
    return client


def test_without_a_question_it_asks_about_the_first_database(cast: Cast, viewer: Client) -> None:
    page = text(viewer, f"{cast.address}reach/")
    assert "Who can reach PostgreSQL?" in page
    assert "tcp 5432" in page


def test_an_allowed_answer_names_route_rule_and_port_and_is_drawn(cast: Cast, viewer: Client) -> None:
    page = text(viewer, f"{cast.address}reach/?from=(internet)&to=caddy&port=443")
    assert "Can anybody on the internet reach Caddy on tcp 443?" in page
    for key in ("ufw-https", "caddy-https"):
        assert f'href="{cast.address}elements/{key}/"' in page
    assert 'class="way way-allowed"' in page
    assert "is-on-path" in page


def test_a_blocked_answer_names_what_stops_it_and_what_would_open_it(cast: Cast, viewer: Client) -> None:
    page = text(viewer, f"{cast.address}reach/?from=alerting&to=redis&port=6379")
    assert "Stopped by the port" in page
    assert "bind tcp 6379 of redis to" in page
    assert 'class="way way-blocked"' in page


def test_what_is_closed_directly_is_told_by_way_of_others(cast: Cast, viewer: Client) -> None:
    page = text(viewer, f"{cast.address}reach/?from=(internet)&to=postgresql")
    assert "Not directly, but by way of" in page
    assert page.count('class="station"') == 4


def test_a_source_alone_asks_what_it_reaches(cast: Cast, viewer: Client) -> None:
    page = text(viewer, f"{cast.address}reach/?from=roadrunner")
    assert "What can RoadRunner reach?" in page
    assert "Show the way" in page


def test_a_label_asks_as_well_as_a_key(cast: Cast, viewer: Client) -> None:
    assert "Who can reach PostgreSQL?" in text(viewer, f"{cast.address}reach/?to=postgreSQL")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("to=nobody", "There is no node &#x27;nobody&#x27; here."),
        ("to=caddy&port=70000", "A port is a number from 1 to 65535"),
        ("to=caddy&port=53/icmp", "tcp or udp"),
        ("from=caddy&to=caddy", "the same node"),
        ("to=(internet)", "name a node"),
        ("to=%00", "There is no node"),
        ("port=%ED%A0%80", "A port is a number"),
    ],
)
def test_a_question_that_makes_no_sense_gets_one_clear_answer(
    cast: Cast, viewer: Client, query: str, words: str
) -> None:
    answer = viewer.get(f"{cast.address}reach/?{query}")
    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_a_way_that_is_none_is_not_drawn(cast: Cast, viewer: Client) -> None:
    assert 'class="way' not in text(viewer, f"{cast.address}reach/?to=caddy&path=%22%3E:x:y")


def test_the_overview_leads_to_questions(cast: Cast, viewer: Client) -> None:
    page = text(viewer, f"{cast.address}reach/")
    assert "Who can talk to whom" in page
    assert 'href="?from=%28internet%29&amp;to=caddy&amp;port=443%2Ftcp"' in page
    assert "Drawn, and not surely possible" in page


def test_views_and_downloads_keep_the_question_and_the_way(cast: Cast, viewer: Client) -> None:
    page = text(viewer, f"{cast.address}reach/?from=(internet)&to=caddy&port=443")
    assert "diagram.svg?download=1&amp;path=%28internet%29%3Acaddy%3A443%2Ftcp" in page
    assert "?from=%28internet%29&amp;to=caddy&amp;port=443&amp;view=network" in page


def test_htmx_gets_the_whole_page_for_the_drawing_changes_too(cast: Cast, viewer: Client) -> None:
    answer = viewer.get(f"{cast.address}reach/", headers={"HX-Request": "true"})
    assert "<html" in answer.content.decode()


def test_a_topology_without_a_revision_opens(cast: Cast, viewer: Client) -> None:
    Topology.objects.create(system=cast.topology.system, slug="planned")
    for tab in ("reach/", "resilience/", "cost/"):
        assert "Nothing is approved yet" in text(viewer, f"/infinri/planned/{tab}")


@pytest.mark.parametrize("address", ["reach/", "reach/?to=postgresql", "resilience/", "cost/"])
def test_it_asks_the_database_a_fixed_number_of_times(
    cast: Cast, viewer: Client, django_assert_num_queries, address: str
) -> None:
    viewer.get(cast.address + address)
    with django_assert_num_queries(7):
        viewer.get(cast.address + address)


def test_labels_are_data(db: None) -> None:
    addresses = (
        "/evil/evil/reach/",
        "/evil/evil/reach/?from=net",
        "/evil/evil/reach/?from=net&to=db",
        "/evil/evil/resilience/",
        "/evil/evil/resilience/?without=host:box",
        "/evil/evil/cost/",
        "/evil/",
        "/evil/evil/diagram.svg?path=net:db:5432/tcp",
        "/evil/evil/diagram.svg?without=host:box",
    )
    assert harm_on(addresses) == {}


def test_a_picture_of_a_way_can_be_embedded(cast: Cast, viewer: Client) -> None:
    answer = viewer.get(f"{cast.address}diagram.svg?path=(internet):caddy:443/tcp")
    assert b'class="way way-allowed"' in answer.content
    plain = viewer.get(f"{cast.address}diagram.svg")
    assert plain.headers["ETag"] != answer.headers["ETag"]
    assert b'class="way' not in plain.content


@pytest.mark.parametrize("query", ["path=a:b:80", "path=x", "without=host:nowhere", "without=%00"])
def test_a_picture_of_nothing_there_is_not_found(cast: Cast, viewer: Client, query: str) -> None:
    assert viewer.get(f"{cast.address}diagram.svg?{query}").status_code == 404
