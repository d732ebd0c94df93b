import pytest
from django.contrib.auth.models import User

from tests.topologies.conftest import person
from topologies.graph import Graph
from topologies.models import Role, System, Topology
from topologies.services import revision_create


@pytest.fixture
def published(topology: Topology, small: Graph, architect: User) -> Topology:
    """A topology with the small graph as its first revision."""
    revision_create(topology=topology, graph=small, author=architect)
    return topology


@pytest.fixture
def people(system: System) -> dict[str, User]:
    """One person of each role, an outsider, a superuser and somebody who left."""
    found = {role.value: person(role.value, system, role) for role in Role}
    found["outsider"] = person("outsider")
    found["superuser"] = User.objects.create(username="superuser", is_superuser=True)
    found["inactive"] = person("inactive", system, Role.ADMINISTRATOR)
    User.objects.filter(username="inactive").update(is_active=False)
    found["inactive"].refresh_from_db()
    return found
