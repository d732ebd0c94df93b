"""Reads: what each person sees, in how many queries."""

import pytest
from django.contrib.auth.models import AnonymousUser, User

from tests.topologies.conftest import SMALL, person
from topologies.documents import parse
from topologies.graph import Graph
from topologies.models import Role, System, Topology
from topologies.selectors import (
    approved_graph,
    graph_of,
    ports_exposed,
    revision_get,
    revisions_of,
    systems_for,
    topology_get,
)
from topologies.services import NotFound, draft_open, revision_create


@pytest.fixture
def published(topology: Topology, small: Graph, architect: User) -> Topology:
    revision_create(topology=topology, graph=small, author=architect)
    return topology


@pytest.fixture
def hidden(architect: User) -> Topology:
    """A topology of another system, with the same port."""
    system = System.objects.create(slug="hidden", label="Hidden")
    topology = Topology.objects.create(system=system, slug="topology")
    graph = parse(SMALL | {"topology": {"system": "hidden", "slug": "topology"}})
    revision_create(topology=topology, graph=graph, author=architect)
    return topology


def test_people_see_their_systems_and_no_other(published, hidden, architect) -> None:
    root = User.objects.create(username="root", is_superuser=True)
    assert [system.slug for system in systems_for(architect)] == ["sample"]
    assert [system.slug for system in systems_for(root)] == ["hidden", "sample"]
    assert list(systems_for(AnonymousUser())) == list(systems_for(person("stranger"))) == []


def test_all_systems_take_two_queries(published, hidden, architect, django_assert_num_queries) -> None:
    person("viewer", hidden.system, Role.VIEWER)
    with django_assert_num_queries(2):
        seen = [
            (system.slug, topology.slug, topology.system.label, topology.environment, topology.latest_number)
            for system in systems_for(architect)
            for topology in system.topologies.all()
        ]
    assert seen == [("sample", "topology", "Sample", "staging", 1)]


def test_a_topology_of_others_does_not_exist(hidden, architect) -> None:
    with pytest.raises(NotFound):
        topology_get(user=architect, system_slug="hidden", topology_slug="topology")


def test_the_approved_graph_is_parsed_once(published, architect, small, django_assert_num_queries) -> None:
    graph_of.cache_clear()
    topology = topology_get(user=architect, system_slug="sample", topology_slug="topology")
    first = approved_graph(topology)
    assert first == small
    with django_assert_num_queries(1):
        assert approved_graph(topology) is first


def test_before_the_first_revision_the_graph_is_empty(topology: Topology) -> None:
    graph = approved_graph(topology)
    assert (graph.header.slug, list(graph.elements())) == ("topology", [])


def test_revisions_come_newest_first_without_their_documents(
    published, architect, django_assert_num_queries
) -> None:
    graph = parse(SMALL | {"topology": SMALL["topology"] | {"label": "Second"}})
    revision_create(topology=published, graph=graph, author=architect)
    with django_assert_num_queries(1):
        assert [(row.number, row.author.username) for row in revisions_of(published)] == [
            (2, "anna"),
            (1, "anna"),
        ]
    assert revision_get(published).number == 2
    assert revision_get(published, 1).document != revision_get(published).document
    with pytest.raises(NotFound):
        revision_get(published, 3)


def test_exposed_ports_are_approved_visible_and_not_local(
    published, hidden, architect, django_assert_num_queries
) -> None:
    draft_open(topology=published, actor=architect)
    with django_assert_num_queries(1):
        found = [
            (port.draft.topology.system.slug, port.draft.topology.slug, port.node.key)
            for port in ports_exposed(architect, 5432)
        ]
    assert found == [("sample", "topology", "database")]
    assert not ports_exposed(architect, 5433).exists()


@pytest.mark.parametrize(
    ("port", "count"),
    [({"number": 5000, "end": 6000}, 1), ({"number": 5432, "bind": "localhost"}, 0), ({"number": 80}, 0)],
)
def test_a_range_counts_and_localhost_does_not(topology, architect, port, count) -> None:
    graph = parse(SMALL | {"ports": {"database-port": {"node": "database", **port}}})
    revision_create(topology=topology, graph=graph, author=architect)
    assert ports_exposed(architect, 5432).count() == count
