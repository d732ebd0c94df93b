"""People, systems, drafts and a small graph."""

import pytest
from django.contrib.auth.models import User

from tests.cast import alone
from topologies.documents import dump_value, parse
from topologies.graph import Graph, Header
from topologies.models import Draft, Membership, Role, System, Topology

SMALL = {
    "format": 1,
    "topology": {"system": "sample", "slug": "topology", "label": "Sample", "environment": "staging"},
    "zones": {"host": {"kind": "droplet", "parent": "cloud"}, "cloud": {"kind": "group"}},
    "nodes": {
        "database": {"kind": "postgresql", "zone": "host"},
        "copy": {"kind": "postgresql", "zone": "host"},
    },
    "ports": {"database-port": {"node": "database", "number": 5432}},
    "security_groups": {"walls": {"firewall": True}},
    "rules": {
        "walls-in": {"group": "walls", "direction": "ingress", "from_port": 5432, "cidr": "10.0.0.0/8"}
    },
    "attachments": {"walls-on-host": {"group": "walls", "target": "host"}},
    "replications": {
        "copying": {"source": "database", "target": "copy", "port": "database-port", "mode": "async"}
    },
}


@pytest.fixture
def small() -> Graph:
    return parse(SMALL)


@pytest.fixture
def system(db: None) -> System:
    return System.objects.create(slug="sample", label="Sample")


@pytest.fixture
def topology(system: System) -> Topology:
    return Topology.objects.create(system=system, slug="topology", label="Sample")


@pytest.fixture
def solo(topology: Topology) -> Topology:
    """The topology, in which nobody asks for a review."""
    return alone(topology)


@pytest.fixture
def architect(system: System) -> User:
    return person("anna", system, Role.ARCHITECT)


def person(name: str, system: System | None = None, role: Role | None = None) -> User:
    user = User.objects.create(username=name)
    if system and role:
        Membership.objects.create(user=user, system=system, role=role)
    return user


@pytest.fixture
def draft(topology: Topology, architect: User) -> Draft:
    return empty_draft(topology, architect)


@pytest.fixture
def other_draft(topology: Topology, architect: User) -> Draft:
    return empty_draft(topology, architect)


def empty_draft(topology: Topology, owner: User) -> Draft:
    header = Header(system=topology.system.slug, slug=topology.slug)
    return Draft.objects.create(topology=topology, purpose="working", owner=owner, header=dump_value(header))
