"""The people, the five systems, and a window to take pictures of."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page

from benchmarks.estate import estate
from exporters.models import Export
from tests.cast import PASSWORD, Cast, alone, assembled, example
from tests.screenshots.album import FOLDER, Album
from topologies.documents import FORMAT, dump, parse
from topologies.examples import examples
from topologies.models import Draft, System, Topology
from topologies.services import draft_open, revision_create, topology_create

THEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)  # so that pictures differ only where the product does


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """A system with three topologies, all of one day."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: THEN)
        found = assembled(example("infrar", "production"), label="Infrar")
        for row in examples():
            if row.system == "infrar" and row.slug in ("production-hardened", "staging"):
                _topology(found, row.slug, row.graph())
        alone(found.topology)
    Export.objects.all().delete()
    System.objects.update(summary="A platform that provisions infrastructure for its users.")
    return found


def _topology(cast: Cast, slug: str, graph) -> Topology:
    author = cast.people["architect"]
    made = topology_create(actor=author, system=cast.topology.system, slug=slug, label=graph.header.label)
    revision_create(topology=made, graph=graph, author=author, comment="As its document says.")
    return made


@pytest.fixture
def estates(cast: Cast) -> Callable[[int], Draft]:
    """A draft of a made-up topology with so many nodes."""

    def made(nodes: int) -> Draft:
        slug = f"estate-{nodes}"
        header = {"system": cast.topology.system.slug, "slug": slug, "label": f"{nodes:,} nodes"}
        small = dump(example("railway", "production-hardened")) | {"format": FORMAT}
        document = small if nodes < 100 else estate(nodes)
        topology = _topology(cast, slug, parse({**document, "topology": header}))
        return draft_open(topology=topology, actor=cast.people["architect"])

    return made


@pytest.fixture
def album(page: Page) -> Album:
    FOLDER.mkdir(exist_ok=True)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(reduced_motion="reduce")
    return Album(page)


@pytest.fixture
def signed_in(page: Page) -> Callable[[str], None]:
    def sign_in(name: str) -> None:
        page.goto("/sign-in/")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Systems", exact=True).wait_for()

    return sign_in
