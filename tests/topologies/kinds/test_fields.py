"""The description of each property that pages and forms show."""

import pytest

from topologies.kinds import FieldPage, Kind, fields_of, node_kind, node_kinds, zone_kind, zone_kinds

KINDS = [*node_kinds().values(), *zone_kinds().values()]
UNITS = {"_mb": "MB", "_gb": "GB", "_days": "days", "_percent": "%", "_usd": "USD a month", "_gbps": "Gbit/s"}


def field(kind: Kind, name: str) -> FieldPage:
    return next(page for page in fields_of(kind) if page.name == name)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_every_property_is_described_once(kind: Kind) -> None:
    names = [page.name for page in fields_of(kind)]
    assert sorted(names) == sorted(kind.properties.model_fields)
    assert all(page.title and page.type for page in fields_of(kind))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_no_two_properties_of_a_kind_have_one_title(kind: Kind) -> None:
    titles = [page.title for page in fields_of(kind)]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_a_unit_in_a_name_is_the_unit_that_is_shown(kind: Kind) -> None:
    pages = [part for page in fields_of(kind) for part in (page, *page.fields)]
    for page in pages:
        for suffix, unit in UNITS.items():
            assert not page.name.endswith(suffix) or page.unit == unit, page.name
        if page.name.endswith("_seconds"):
            assert page.unit == "s"


def test_a_title_leaves_the_unit_to_its_own_place() -> None:
    page = field(node_kind("rds-postgresql"), "memory_mb")
    assert (page.title, page.type, page.unit, page.default, page.required) == (
        "Memory",
        "whole number",
        "MB",
        None,
        False,
    )


def test_a_kinds_own_properties_come_before_those_of_all_kinds() -> None:
    names = [page.name for page in fields_of(node_kind("roadrunner"))]
    assert names[0] == "workers"
    assert names[-1] == "provider_name"


def test_a_composite_is_described_by_its_parts() -> None:
    page = field(node_kind("s3-bucket"), "lifecycle")
    assert page.type == "list of lifecycle rule"
    action = next(part for part in page.fields if part.name == "action")
    assert (action.required, action.choices) == (True, ("delete", "transition"))


def test_a_required_choice_lists_what_can_be_chosen() -> None:
    page = field(zone_kind("subnet-tier"), "access")
    assert (page.type, page.required, page.choices) == ("choice", True, ("public", "private", "isolated"))
