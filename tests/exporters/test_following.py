"""A target that follows is told of the bundle before: the one that is kept, else what the revision before gives."""

import pytest
from django.contrib.auth.models import User

from exporters import registry, runs, services
from exporters.models import Export
from exporters.output import Output, output_of
from exporters.registry import Files, target, targets
from topologies.graph import Graph
from topologies.models import Revision

State = Export.State


def told(before: Files, now: Files) -> dict[str, str]:
    way = [before.get("way.txt", b"").decode(), before["name"].decode()]
    names = {"before.txt": way[-1], "now.txt": now["name"].decode()}
    return names | {"way.txt": " > ".join(filter(None, way))}


@pytest.fixture(autouse=True)
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The labels that the target wrote, in their order."""
    labels: list[str] = []
    targets()
    monkeypatch.setattr(registry, "_TARGETS", dict(registry._TARGETS))
    monkeypatch.setattr(services, "send", lambda export_id: None)

    @target("follower", label="F", version=2, judged_by="nobody", supports=lambda _: None, follow=told)
    def generate(graph: Graph) -> Output:
        """Writes the label."""
        labels.append(graph.header.label or "unnamed")
        return output_of(graph, files={"name": labels[-1]}, covered=graph.by_key)

    return labels


def revisions(first: Revision, *labels: str) -> list[Revision]:
    """More revisions of the topology, each with another label."""
    found = [first]
    for number, label in enumerate(labels, 2):
        document = first.document.replace('"slug": "live"', f'"slug": "live", "label": "{label}"')
        assert label in document
        fields = {"number": number, "document": document, "sha256": f"{number:064}", "author": first.author}
        found.append(Revision.objects.create(topology=first.topology, **fields))
    return found


def files(revision: Revision, actor: User) -> dict[str, str]:
    export = services.export_request(revision=revision, target="follower", actor=actor)
    run = runs.claim(export.pk)
    if run is not None:
        runs.execute(run)
    export.refresh_from_db()
    assert export.state == State.SUCCEEDED, export.error
    return {file.path: file.read().decode() for file in export.files.all()}


def test_the_first_bundle_follows_nothing(revision: Revision, architect: User) -> None:
    assert files(revision, architect) == {"name": "unnamed"}


def test_the_next_one_is_told_of_the_bundle_that_is_kept(
    revision: Revision, architect: User, made: list[str]
) -> None:
    first, second = revisions(revision, "Two")
    files(first, architect)
    assert files(second, architect) == {
        "name": "Two",
        "before.txt": "unnamed",
        "now.txt": "Two",
        "way.txt": "unnamed",
    }
    assert made == ["unnamed", "Two"]


def test_where_none_is_kept_the_revision_before_is_read(
    revision: Revision, architect: User, made: list[str]
) -> None:
    first, _, third = revisions(revision, "Two", "Three")
    files(first, architect)
    assert files(third, architect)["before.txt"] == "Two"
    assert files(third, architect)["before.txt"] == "Two"
    assert made == ["unnamed", "Two", "Three"]


def test_what_is_under_way_is_followed_too_whatever_is_made_first(
    revision: Revision, architect: User
) -> None:
    first, second, third, fourth = revisions(revision, "Two", "Three", "Four")
    for one in (second, third):
        services.export_request(revision=one, target="follower", actor=architect)
    files(first, architect)

    assert files(fourth, architect)["way.txt"] == "unnamed > Two > Three"
    assert files(third, architect)["way.txt"] == "unnamed > Two"


def test_a_newer_generator_follows_the_older_one(revision: Revision, architect: User) -> None:
    files(revision, architect)
    Export.objects.update(generator_version=1)
    assert files(revision, architect)["before.txt"] == "unnamed"
