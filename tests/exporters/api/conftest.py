"""A published topology with a Caddy, and one caller of each role."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.rest import caller
from tests.topologies.conftest import person
from topologies.documents import parse
from topologies.models import Role, System, Topology
from topologies.services import revision_create

DOCUMENT: dict[str, Any] = {
    "format": 1,
    "topology": {"system": "sample", "slug": "topology"},
    "zones": {"box": {"kind": "local-machine"}},
    "nodes": {"caddy": {"kind": "caddy", "zone": "box"}, "app": {"kind": "app-server", "zone": "box"}},
    "ports": {
        "caddy-http": {"node": "caddy", "number": 80, "application": "http"},
        "app-http": {"node": "app", "number": 8080, "application": "http"},
    },
    "links": {"caddy-to-app": {"source": "caddy", "target": "app"}},
}


@pytest.fixture
def system(db: None) -> System:
    return System.objects.create(slug="sample", label="Sample")


@pytest.fixture
def topology(system: System) -> Topology:
    return Topology.objects.create(system=system, slug="topology")


@pytest.fixture
def published(topology: Topology, system: System) -> Topology:
    author = person("anna", system, Role.ARCHITECT)
    revision_create(topology=topology, graph=parse(DOCUMENT), author=author)
    return topology


@pytest.fixture
def cast(system: System) -> dict[str, APIClient]:
    """Who calls: one of each role, somebody without a role here, and somebody without a token."""
    found = {role.value: caller(person(role.value, system, role)) for role in Role}
    return {**found, "outsider": caller(person("outsider")), "anonymous": caller()}
