"""The people of the tests, and a system that some of them may see."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User

from exporters.services import start_published
from topologies.examples import examples
from topologies.graph import Graph
from topologies.models import Membership, Policy, Revision, Role, System, Topology
from topologies.services import revision_create, revision_published

PASSWORD = "plumb-line-and-level"
MEMBERS = ("viewer", "architect", "reviewer", "administrator")


@dataclass(frozen=True)
class Cast:
    """One system with one topology; a person for each role in it, and an outsider with none."""

    topology: Topology
    revision: Revision
    people: Mapping[str, User]

    @property
    def address(self) -> str:
        return f"/{self.topology.system.slug}/{self.topology.slug}/"


def assembled(graph: Graph, label: str = "Example") -> Cast:
    """The cast around a topology with this content as its first revision."""
    system = System.objects.create(slug=graph.header.system, label=label, summary=label)
    people = {name: _person(name) for name in (*MEMBERS, "outsider")}
    for name in MEMBERS:
        Membership.objects.create(user=people[name], system=system, role=Role(name))
    topology = Topology.objects.create(system=system, slug=graph.header.slug)
    author = people["architect"]
    with unannounced():
        revision = revision_create(topology=topology, graph=graph, author=author, comment="The first one.")
    topology.refresh_from_db()
    return Cast(topology, revision, people)


def alone(topology: Topology) -> Topology:
    """Whoever may publish here does so without a review."""
    Policy.objects.create(topology=topology, solo=True)
    return topology


@contextmanager
def unannounced() -> Iterator[None]:
    """No exports follow what is published meanwhile: a worker that another test started would make them all."""
    revision_published.disconnect(dispatch_uid="exporters.start")
    try:
        yield
    finally:
        revision_published.connect(start_published, dispatch_uid="exporters.start")


def _person(name: str) -> User:
    """Somebody; the administrator may enter the administration of the site, too."""
    return User.objects.create(username=name, password=_hashed(), is_staff=name == "administrator")


@cache
def _hashed() -> str:
    """The password of everybody, hashed once: hashing is slow on purpose."""
    return make_password(PASSWORD)


@cache
def example(system: str, slug: str) -> Graph:
    """The graph of one of the example topologies, read once."""
    return next(row for row in examples() if (row.system, row.slug) == (system, slug)).graph()
