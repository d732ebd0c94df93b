"""Loading the examples: once, again, and when one changed."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from tests.topologies.conftest import SMALL, person
from topologies.documents import parse
from topologies.examples import ExampleSystem, examples, systems
from topologies.graph import Faults, Graph
from topologies.models import Membership, Revision, System, Topology
from topologies.selectors import approved_graph
from topologies.services import examples_load, revision_create

pytestmark = pytest.mark.django_db


@dataclass
class Sample:
    """An example whose text the test can change."""

    system: str
    slug: str
    label: str

    def graph(self) -> Graph:
        if not self.label:
            raise Faults([])
        return parse(SMALL | {"topology": SMALL["topology"] | {"slug": self.slug, "label": self.label}})


@pytest.fixture
def samples(monkeypatch) -> list[Sample]:
    found = [Sample("sample", "one", "One"), Sample("sample", "two", "Two")]
    monkeypatch.setattr("topologies.services.examples.examples", lambda: found)
    monkeypatch.setattr(
        "topologies.services.examples.systems", lambda: [ExampleSystem("sample", "Sample", "")]
    )
    return found


@pytest.fixture
def root() -> User:
    return User.objects.create(username="administrator", is_superuser=True)


def test_every_example_becomes_its_topology(root: User) -> None:
    examples_load(actor=root)
    for example in examples():
        topology = Topology.objects.get(system__slug=example.system, slug=example.slug)
        assert approved_graph(topology) == example.graph()


def test_loading_again_makes_no_revision(samples: list[Sample], root: User) -> None:
    assert len(examples_load(actor=root)) == 2
    assert examples_load(actor=root) == []
    assert Revision.objects.count() == 2


def test_a_changed_example_becomes_the_next_revision(samples: list[Sample], root: User) -> None:
    examples_load(actor=root)
    samples[1].label = "Changed"
    assert [(made.topology.slug, made.number) for made in examples_load(actor=root)] == [("two", 2)]
    assert Topology.objects.get(slug="two").label == "Changed"


def test_what_people_made_of_an_example_stays(samples: list[Sample], root: User) -> None:
    examples_load(actor=root)
    topology = Topology.objects.get(slug="two")
    theirs = Sample("sample", "two", "Theirs").graph()
    revision_create(topology=topology, graph=theirs, author=root, comment="By hand.")
    samples[1].label = "Changed"
    assert examples_load(actor=root) == []
    assert approved_graph(topology) == theirs


def test_a_damaged_example_leaves_the_good_ones(samples: list[Sample], root: User) -> None:
    samples[1].label = ""
    with pytest.raises(Faults):
        examples_load(actor=root)
    assert Revision.objects.get().topology.slug == "one"


def test_only_a_superuser_loads(samples: list[Sample]) -> None:
    with pytest.raises(PermissionDenied):
        examples_load(actor=person("somebody"))


def test_the_command_lets_the_demonstration_users_in(root: User, capsys) -> None:
    for name in ("architect", "viewer", "stranger"):
        person(name)
    call_command("load_examples")
    roles = set(Membership.objects.values_list("user__username", "role"))
    assert roles == {(name, name) for name in ("architect", "viewer", "administrator")}
    assert Membership.objects.count() == 3 * System.objects.count() == 3 * len(systems())
    assert "revision 1" in capsys.readouterr().out


def test_the_command_says_who_is_missing() -> None:
    with pytest.raises(CommandError, match="demo_users"):
        call_command("load_examples")
