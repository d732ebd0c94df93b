"""Forms and documents say the same: whatever stands in a topology survives its own form."""

import pytest

from topologies.documents import dump
from topologies.examples import Example, examples
from topologies.graph import SECTIONS, Faults
from topologies.operations import apply
from topologies.pages.editor import answers, questions
from topologies.pages.editor.questions import NEW, about_all, about_element, about_new, about_topology
from topologies.pages.editor.widgets import Field


def fields_of(chapters) -> list[Field]:
    return [field for chapter in chapters for field in chapter.fields]


def posted(fields: list[Field], **changes: str | None) -> dict[str, str]:
    """What a browser posts: the form as it is shown, with these names changed (None = left out)."""
    data = {**answers.shown(fields), **{name.replace("__", "."): text for name, text in changes.items()}}
    return {name: text for name, text in data.items() if text is not None}


@pytest.mark.parametrize("example", examples(), ids=lambda row: f"{row.system}-{row.slug}")
def test_saying_everything_again_changes_nothing(example: Example) -> None:
    graph = example.graph()
    for element in graph.elements():
        fields = fields_of(about_element(element, graph))
        said = answers.answers(fields, answers.shown(fields))
        done = apply(graph, answers.updates(element.section, [element.key], said))
        assert done.changes == (), element.key


@pytest.mark.parametrize("example", examples(), ids=lambda row: f"{row.system}-{row.slug}")
def test_saying_the_header_again_changes_nothing(example: Example) -> None:
    graph = example.graph()
    fields = fields_of(about_topology(graph.header))
    said = answers.answers(fields, answers.shown(fields))
    assert apply(graph, answers.updates("", [], said)).changes == ()


def changed(graph, key: str, **changes: str | None):
    element = graph.by_key[key]
    fields = fields_of(about_element(element, graph))
    before = answers.answers(fields, answers.shown(fields))
    return answers.changed(before, answers.answers(fields, posted(fields, **changes)))


@pytest.fixture(scope="module")
def graph():
    return next(row for row in examples() if (row.system, row.slug) == ("infrar", "production")).graph()


def test_only_what_was_changed_is_said(graph) -> None:
    assert changed(graph, "postgresql", properties__storage_gb="200") == {"properties.storage_gb": 200}


def test_an_emptied_field_is_nothing_said(graph) -> None:
    assert changed(graph, "postgresql", properties__storage_gb="") == {"properties.storage_gb": None}


def test_a_composite_is_said_as_a_whole(graph) -> None:
    said = changed(graph, "api", properties__scaling__target_percent="55")["properties.scaling"]
    assert said["target_percent"] == 55
    assert said["scale_out_cooldown_seconds"] == 60


def test_a_filled_blank_row_is_added_and_a_ticked_row_goes(graph) -> None:
    more = changed(graph, "postgresql", properties__backups__1__method="dump")["properties.backups"]
    assert [row["method"] for row in more] == ["snapshot", "dump"]
    none = changed(graph, "postgresql", properties__backups__0__gone="on")
    assert none == {"properties.backups": None}


def test_lists_and_pairs_are_one_a_line(graph) -> None:
    assert changed(graph, "infrar-web", properties__domains="a.io\n\n b.io ") == {
        "properties.domains": ["a.io", "b.io"]
    }
    assert changed(graph, "api", properties__environment="A=1\nB=x=y") == {
        "properties.environment": {"A": "1", "B": "x=y"}
    }


def test_a_line_that_is_no_pair_and_a_number_that_is_none_are_refused_by_field(graph) -> None:
    with pytest.raises(Faults) as raised:
        changed(graph, "api", properties__environment="nonsense", properties__memory_mb="lots")
    found = {(fault.field, fault.message) for fault in raised.value.faults}
    assert ("properties.memory_mb", "must be a number") in found
    assert ("properties.environment", "'nonsense' is not NAME=value") in found


def test_another_zone_is_a_move_and_the_rest_an_update(graph) -> None:
    said = changed(graph, "api", zone="private", label="Platform")
    operations = [operation.wire() for operation in answers.updates("nodes", ["api"], said)]
    assert operations == [
        {"op": "move", "key": "api", "to": "private"},
        {"op": "update", "key": "api", "fields": {"label": "Platform"}},
    ]


def test_several_elements_share_what_they_have_in_common(graph) -> None:
    elements = [graph.nodes["nat-a"], graph.nodes["nat-b"]]
    fields = {field.name: field for field in fields_of(about_all(elements, graph))}
    assert fields["label"].mixed
    assert fields["properties.monthly_cost_usd"].value == "35"
    assert not fields["zone"].mixed


def test_what_differs_stays_as_it_is_until_somebody_chooses(graph) -> None:
    elements = [graph.nodes["api"], graph.nodes["alb"]]
    fields = fields_of(about_all(elements, graph))
    before = answers.answers(fields, answers.shown(fields))
    assert answers.changed(before, answers.answers(fields, posted(fields))) == {}
    said = answers.changed(before, answers.answers(fields, posted(fields, stated_in="Plan")))
    assert said == {"stated_in": "Plan"}


@pytest.mark.parametrize("section", sorted(NEW))
def test_every_new_element_is_asked_for_what_it_cannot_do_without(graph, section: str) -> None:
    owner = questions.OWNERS.get(section) or {
        "links": "source",
        "replications": "source",
        "peerings": "network",
    }.get(section, "")
    needed = {name for name, field in SECTIONS[section].model_fields.items() if field.is_required()} - {
        "key",
        owner,
    }
    if section == "attachments":
        needed -= {"target"}
    assert needed <= {field.name for field in about_new(section, graph)}


def test_keys_are_made_from_what_is_said_and_never_given_twice() -> None:
    (first,) = answers.addition("ports", {"node": "web", "number": 443, "application": "https"}, [])
    assert first.key == "web-https"
    (second,) = answers.addition(
        "ports", {"node": "web", "number": 443, "application": "https"}, ["web-https"]
    )
    assert second.key == "web-https-2"
    (group,) = answers.addition("security_groups", {"label": "数据库"}, [])
    assert group.key == "security-group"


def test_a_label_of_any_length_makes_a_key_of_the_right_length() -> None:
    (made,) = answers.addition("security_groups", {"label": "a b" * 80}, [])
    assert len(made.key) <= 80


def test_the_questions_of_every_element_have_names_of_their_own(graph) -> None:
    for element in graph.elements():
        names = [leaf.name for field in fields_of(about_element(element, graph)) for leaf in field.every()]
        assert len(names) == len(set(names))


def test_the_documents_are_not_touched_by_asking(graph) -> None:
    before = dump(graph)
    for element in graph.elements():
        about_element(element, graph)
    assert dump(graph) == before
