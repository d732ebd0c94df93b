"""The page of a system, and the page of a topology's cost."""

import pytest
from django.test import Client

from tests.cast import Cast, assembled, example
from tests.topologies.pages.test_topology import text
from topologies.models import Topology
from topologies.services import revision_create


@pytest.fixture
def infrar(db: None) -> Client:
    """Four options of one system."""
    cast = assembled(example("infrar", "option-aws"), label="Infrar")
    for slug in ("option-aws-railway", "option-aws-vercel", "option-self-hosted"):
        row = Topology.objects.create(system=cast.topology.system, slug=slug)
        revision_create(topology=row, graph=example("infrar", slug), author=cast.people["architect"])
    client = Client()
    client.force_login(cast.people["viewer"])
    return client


def test_options_stand_side_by_side_with_the_ratings_of_the_source(infrar: Client) -> None:
    page = text(infrar, "/infrar/")
    for words in (
        "Option 1: Single cloud provider (AWS)",
        "Developer Experience",
        "★★★★★",
        "3 of 5",
        "Findings",
    ):
        assert words in page


def test_what_sets_them_apart_is_said_in_words(infrar: Client) -> None:
    page = text(infrar, "/infrar/")
    assert "alone is rated best in Cost (MVP)" in page
    assert "<small>best</small>" in page
    assert "<small>worst</small>" in page


def test_those_named_alone_are_compared(infrar: Client) -> None:
    page = text(infrar, "/infrar/?option=option-aws&option=option-self-hosted")
    assert '<th scope="col"><a href="/infrar/option-aws/">' in page
    assert '<th scope="col"><a href="/infrar/option-aws-vercel/">' not in page


def test_it_asks_the_database_no_more_for_more_options(infrar: Client, django_assert_num_queries) -> None:
    infrar.get("/infrar/")
    with django_assert_num_queries(6):
        infrar.get("/infrar/")


def test_a_system_is_not_there_for_an_outsider(cast: Cast, seen_by) -> None:
    assert seen_by("outsider").get("/infinri/").status_code == 404
    assert seen_by("viewer").get("/nothing/").status_code == 404


def test_a_system_without_revisions_opens(cast: Cast, seen_by) -> None:
    Topology.objects.all().delete()
    assert "Nothing to compare yet" in text(seen_by("viewer"), "/infinri/")


def test_costs_add_up_by_zone_concern_and_element(cast: Cast, seen_by) -> None:
    page = text(seen_by("viewer"), f"{cast.address}cost/")
    for words in (
        "By zone",
        "By concern",
        "By element",
        "Droplet",
        "$24",
        "The elements add up to what the document states",
    ):
        assert words in page
    assert "Nobody states a cost" in page


def test_a_sum_that_differs_from_the_document_is_said_to(db: None) -> None:
    cast = assembled(example("infinri", "multi-droplet"))
    client = Client()
    client.force_login(cast.people["viewer"])
    assert "The elements add up to $5 more than the document states." in text(client, f"{cast.address}cost/")
