"""Rows hold exactly what values hold. No database."""

from typing import Literal, get_args, get_origin

import pytest
from django.db import models
from pydantic_core import PydanticUndefined

from topologies.graph import SECTIONS
from topologies.models import ROWS
from topologies.snapshots import bridges

REFERENCES = [
    (section, field, mark)
    for section, value in SECTIONS.items()
    for field, mark in value.references().items()
]


def column(section: str, name: str) -> models.Field:
    return ROWS[section]._meta.get_field(name.removesuffix("_id"))


@pytest.mark.parametrize("section", SECTIONS)
def test_a_table_has_a_column_for_every_field_and_no_other(section: str) -> None:
    columns = {field.attname for field in ROWS[section]._meta.concrete_fields}
    assert columns == {"id", "draft_id", *bridges()[section].columns}


@pytest.mark.parametrize("section", SECTIONS)
def test_a_column_has_the_default_of_its_field(section: str) -> None:
    for name in bridges()[section].plain:
        default = SECTIONS[section].model_fields[name].get_default(call_default_factory=True)
        if default is not PydanticUndefined:
            assert column(section, name).get_default() == (list(default) if default == () else default), name


@pytest.mark.parametrize("section", SECTIONS)
def test_a_column_offers_the_words_of_its_field(section: str) -> None:
    for name in bridges()[section].plain:
        annotation = SECTIONS[section].model_fields[name].annotation
        words = get_args(annotation) if get_origin(annotation) is Literal else ()
        assert tuple(word for word, _ in column(section, name).choices or ()) == words, name


@pytest.mark.parametrize("section", SECTIONS)
def test_a_column_may_be_empty_where_its_field_may(section: str) -> None:
    for name in bridges()[section].plain:
        optional = type(None) in get_args(SECTIONS[section].model_fields[name].annotation)
        assert column(section, name).null == optional, name


@pytest.mark.parametrize(("section", "field", "mark"), REFERENCES)
def test_a_foreign_key_points_and_cascades_as_its_reference(section, field, mark) -> None:
    for place, name in bridges()[section].references[field].items():
        key = column(section, name)
        assert key.related_model is ROWS[place]
        assert key.remote_field.on_delete is (models.CASCADE if mark.cascade else models.SET_NULL)


@pytest.mark.parametrize(("section", "field", "mark"), REFERENCES)
def test_a_foreign_key_may_be_empty_where_its_field_may_or_where_it_has_sisters(section, field, mark) -> None:
    optional = type(None) in get_args(SECTIONS[section].model_fields[field].annotation)
    for name in bridges()[section].references[field].values():
        assert column(section, name).null == (optional or len(mark.sections) > 1)
