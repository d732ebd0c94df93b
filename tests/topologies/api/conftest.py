"""A published topology, and one caller of each role."""

import pytest
from rest_framework.test import APIClient

from tests.rest import caller
from tests.topologies.conftest import person
from topologies.graph import Graph
from topologies.models import Role, System, Topology
from topologies.services import revision_create


@pytest.fixture
def published(topology: Topology, small: Graph, architect) -> Topology:
    revision_create(topology=topology, graph=small, author=architect, comment="First.")
    return topology


@pytest.fixture
def cast(system: System) -> dict[str, APIClient]:
    """Who calls: one of each role, somebody without a role here, and somebody without a token."""
    found = {role.value: caller(person(role.value, system, role)) for role in Role}
    return {**found, "outsider": caller(person("outsider")), "anonymous": caller()}


@pytest.fixture
def viewer(cast: dict[str, APIClient]) -> APIClient:
    return cast["viewer"]
