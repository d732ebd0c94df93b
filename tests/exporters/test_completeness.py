"""Nothing is lost between a design and its bundles: each element is the source of something, or a manifest says why not.

Counted over every target and every topology of the five systems, by the manifests that people get.
"""

from collections import Counter

import pytest

from exporters.bundles import Manifest, Origin, Verdict, manifest_of
from tests.exporters.generated import CELLS, GRAPHS, TARGETS, output


def manifest(slug: str, name: str) -> Manifest:
    system, _, topology = name.partition("/")
    origin = Origin(system, topology, 1, "0" * 64, "ada", (), slug, TARGETS[slug].version)
    return manifest_of(origin, output(slug, name), Verdict(TARGETS[slug].judged_by, "accepted"))


@pytest.mark.parametrize(("slug", "name"), CELLS)
def test_covered_and_skipped_elements_add_up_to_the_topology(slug: str, name: str) -> None:
    made, told = output(slug, name), manifest(slug, name)
    elements = GRAPHS[name].by_key
    assert told["covered"] + len(told["skipped"]) == len(elements)
    assert made.covered.isdisjoint(told["skipped"])
    assert made.covered | told["skipped"].keys() == elements.keys()


@pytest.mark.parametrize(("slug", "name"), CELLS)
def test_every_reason_is_a_sentence_for_people(slug: str, name: str) -> None:
    reasons = Counter(manifest(slug, name)["skipped"].values())
    assert [
        reason for reason in reasons if len(reason) < 12 or " " not in reason or reason.endswith(".")
    ] == []


@pytest.mark.parametrize(("slug", "name"), CELLS)
def test_what_makes_files_is_the_source_of_them(slug: str, name: str) -> None:
    """No bundle comes from nothing, and none claims elements without a file."""
    made = output(slug, name)
    assert bool(made.files) == bool(made.covered)


@pytest.mark.parametrize("name", sorted(GRAPHS))
def test_every_element_of_a_topology_is_accounted_for_in_some_bundle(name: str) -> None:
    """Where no bundle covers an element, each one that there is says why."""
    here = [slug for slug, topology in CELLS if topology == name]
    lost = [
        key
        for key in GRAPHS[name].by_key
        if not any(key in output(slug, name).covered for slug in here)
        and not (here and all(key in manifest(slug, name)["skipped"] for slug in here))
    ]
    assert lost == []
