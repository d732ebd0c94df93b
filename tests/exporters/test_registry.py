"""Targets are found, listed in order, and refuse what nobody could use."""

import pytest

from exporters import registry
from exporters.output import Output, output_of
from exporters.registry import UnsupportedError, find_target, target, targets
from topologies import documents
from topologies.graph import Graph

EMPTY = {"format": 1, "topology": {"system": "shop", "slug": "live"}}
ONE_ZONE = {**EMPTY, "zones": {"box": {"kind": "local-machine"}}}


@pytest.fixture(autouse=True)
def _own_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test registers is gone after it."""
    targets()
    monkeypatch.setattr(registry, "_TARGETS", dict(registry._TARGETS))


def declare(
    slug: str, *, version: int = 1, docstring: str | None = "Writes nothing.", reason: str | None = None
):
    def generate(graph: Graph) -> Output:
        return Output({}, frozenset(), {})

    generate.__doc__ = docstring
    return target(slug, label=slug, version=version, judged_by="nobody", supports=lambda _: reason)(generate)


def test_targets_are_listed_in_sorted_order_with_their_page() -> None:
    declare("zz-last")
    declare("aa-first")
    assert list(targets()) == sorted(targets())
    assert find_target("aa-first").summary == "Writes nothing."


def test_a_target_declared_twice_is_refused() -> None:
    declare("twice")
    with pytest.raises(ValueError, match="target twice is declared twice"):
        declare("twice")


def test_a_target_without_a_page_is_refused() -> None:
    with pytest.raises(ValueError, match="no docstring"):
        declare("mute", docstring=None)


@pytest.mark.parametrize(("slug", "version"), [("Not A Slug", 1), ("versionless", 0)])
def test_a_target_that_no_bundle_could_name_is_refused(slug: str, version: int) -> None:
    with pytest.raises(ValueError, match=r"slug|version"):
        declare(slug, version=version)


def test_an_unknown_target_is_answered_with_the_known_ones() -> None:
    declare("known")
    with pytest.raises(ValueError, match=r"no target 'ghost'; the targets are .*known"):
        find_target("ghost")


def test_a_target_that_makes_no_sense_says_why() -> None:
    declare("picky", reason="there is no web server")
    with pytest.raises(UnsupportedError, match="picky: there is no web server"):
        find_target("picky").generate(documents.parse(EMPTY))


def test_a_generator_that_forgets_an_element_is_refused() -> None:
    declare("forgetful")
    with pytest.raises(ValueError, match="forgetful neither covers nor skips box"):
        find_target("forgetful").generate(documents.parse(ONE_ZONE))


def test_a_generator_that_accounts_for_all_is_accepted() -> None:
    @target("careful", label="Careful", version=1, judged_by="nobody", supports=lambda _: None)
    def generate(graph: Graph) -> Output:
        """Writes a name."""
        return output_of(graph, files={"name": graph.header.slug}, covered=graph.by_key)

    assert find_target("careful").generate(documents.parse(ONE_ZONE)).files == {"name": b"live"}
