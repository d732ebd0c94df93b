"""The page of failures."""

import pytest
from django.test import Client

from tests.cast import Cast, assembled, example
from tests.topologies.pages.test_topology import text
from topologies.documents import parse


@pytest.fixture
def viewer(seen_by) -> Client:
    client: Client = seen_by("viewer")
    return client


@pytest.fixture
def twin(db: None) -> tuple[Cast, Client]:
    """Two regions, each with a primary and a replica of the other's."""
    cast = assembled(example("collab", "active-active"))
    client = Client()
    client.force_login(cast.people["viewer"])
    return cast, client


def test_the_table_compares_every_failure_with_the_objectives(cast: Cast, viewer: Client) -> None:
    page = text(viewer, f"{cast.address}resilience/")
    for words in (
        "RTO ≤ 15 min",
        "RPO ≤ 1 d",
        "Still served",
        "Capacity left",
        "Droplet",
        "DigitalOcean",
        "not served",
    ):
        assert words in page
    assert 'href="?without=host%3Adroplet#scenario"' in page


def test_a_scenario_draws_what_is_left(cast: Cast, viewer: Client) -> None:
    page = text(viewer, f"{cast.address}resilience/?without=host:droplet")
    assert "Without Droplet" in page
    assert 'class="touched touched-lost"' in page
    assert "is-lost" in page
    assert "Nobody states" in page or "no end" in page


def test_who_is_promoted_is_named_and_marked(twin: tuple[Cast, Client]) -> None:
    cast, client = twin
    page = text(client, f"{cast.address}resilience/?without=region:eu-west")
    assert 'class="touched touched-promoted"' in page
    for words in ("is promoted", "decide and promote", "5 min", "data lost", "wait for the name"):
        assert words in page


def test_capacity_is_what_is_left_and_what_scaling_brings_back(twin: tuple[Cast, Client]) -> None:
    cast, client = twin
    assert "5 of 9, scales to 18" in text(client, f"{cast.address}resilience/?without=region:eu-west")


def test_the_table_is_narrowed_by_kind_and_verdict(twin: tuple[Cast, Client]) -> None:
    cast, client = twin
    missed = text(client, f"{cast.address}resilience/?verdict=misses")
    assert "provider%3Aaws" in missed
    assert "region%3Aeu-west" not in missed
    pairs = text(client, f"{cast.address}resilience/?kind=zones")
    assert "az-1 of EU-West and az-2 of EU-West" in pairs
    assert "region%3Aeu-west" not in pairs


@pytest.mark.parametrize("slug", ["host:nowhere", "%00", "x", "zone:%3Cscript%3E"])
def test_a_failure_that_is_none_is_not_found(cast: Cast, viewer: Client, slug: str) -> None:
    answer = viewer.get(f"{cast.address}resilience/?without={slug}")
    assert answer.status_code == 404
    assert "There is no failure" in answer.content.decode()
    assert "<script>" not in answer.content.decode()


def test_without_users_nothing_is_judged(db: None) -> None:
    document = {
        "format": 1,
        "topology": {"system": "quiet", "slug": "quiet"},
        "zones": {"box": {"kind": "droplet"}},
        "nodes": {"db": {"kind": "postgresql", "zone": "box"}},
    }
    cast = assembled(parse(document))
    client = Client()
    client.force_login(cast.people["viewer"])
    page = text(client, f"{cast.address}resilience/")
    assert "links: what users call" in page
    assert "verdict-meets" not in page.split("scenarios-title")[-1].split("<tbody>")[-1]
