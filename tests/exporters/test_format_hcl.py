"""What is written as text is read as that text; what is written as a remark is read as nothing. Terraform judges."""

import json
import tempfile
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporters.formats.hcl import (
    Attribute,
    Call,
    Comment,
    Expression,
    Reference,
    Template,
    attributes,
    block,
    render,
)
from tests.strategies import HOSTILE
from tests.support import terraform
from tests.support.hcl_walk import parsed

WORSE = [
    *HOSTILE,
    "${",
    "$${",
    "$$${x}",
    "%{ if true }",
    "%%{",
    "$",
    "ends in $",
    "ends in %",
    "\\",
    '\\"',
    '"\n}\nresource "aws_iam_user" "x" {',
    "<<EOF\nx\nEOF",
    "# no comment // /* */",
    "\x00\x01\x1b\x7f\x85\u2028\u2029\ufeff",
    "\U000e0001\U0001f600",
]
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(WORSE)


def read_back(parts: dict[str, object]) -> dict[str, object]:
    """The outputs of a module as Terraform evaluates them."""
    module = render(block("output", name, body=attributes(value=value)) for name, value in parts.items())
    with tempfile.TemporaryDirectory() as name:
        folder = terraform.written({"main.tf": module}, Path(name))
        assert terraform.formatted(folder) == ""
        done = terraform.run("apply", "-auto-approve", "-input=false", folder=folder)
        assert done.returncode == 0, done.stdout + done.stderr + module
        found = json.loads(terraform.run("output", "-json", folder=folder).stdout)
    return {name: one["value"] for name, one in found.items()}


@settings(max_examples=8, deadline=None)
@given(st.lists(texts, min_size=1, max_size=25))
def test_any_text_is_read_back_as_it_was(found: list[str]) -> None:
    assert read_back({"all": found, "one": found[0]}) == {
        "all": [normalize("NFC", text) for text in found],
        "one": normalize("NFC", found[0]),
    }


def test_hostile_texts_are_read_back_as_values_and_as_keys() -> None:
    wanted = {normalize("NFC", text): normalize("NFC", text) for text in WORSE}
    assert read_back({"keys": {text: text for text in WORSE}}) == {"keys": wanted}


@pytest.mark.parametrize("text", ["for", "null", "true", "if", "a b", "1", "${x}", "é"])
def test_a_key_that_means_something_to_terraform_is_still_a_key(text: str) -> None:
    assert read_back({"map": {text: 1}}) == {"map": {text: 1}}


def test_text_beside_a_reference_stays_text() -> None:
    around = [Template((text, Expression("terraform.workspace"), text)) for text in WORSE]
    assert read_back({"all": around}) == {"all": [normalize("NFC", f"{text}default{text}") for text in WORSE]}


def test_values_of_all_sorts_are_read_back() -> None:
    values: dict[str, object] = {
        "flags": [True, False],
        "numbers": [1, 1.5, -2, 70.0, 10**15],
        "nested": {"list": [{"a": [1]}, {"b": {}}], "empty": []},
        "called": Call("jsonencode", ([{"a": "${x}"}],)),
    }
    wanted = values | {"numbers": [1, 1.5, -2, 70, 10**15], "called": '[{"a":"${x}"}]'}
    assert read_back(values) == wanted


@settings(max_examples=8, deadline=None)
@given(st.lists(texts, max_size=15))
def test_no_remark_says_anything(remarks: list[str]) -> None:
    body = [*map(Comment, remarks), Attribute("value", 1), *map(Comment, remarks)]
    written = render([*map(Comment, remarks), block("output", "x", body=body), *map(Comment, remarks)])
    with tempfile.TemporaryDirectory() as name:
        folder = terraform.written({"main.tf": written}, Path(name))
        assert terraform.formatted(folder) == ""
        assert terraform.faults(folder) == []
    assert len(parsed(written)["output"]) == 1


@pytest.mark.parametrize("text", ["a.b}", "${x}", "a b", "", "x[0", 'a["b"]', "1a"])
def test_only_a_plain_traversal_is_a_reference(text: str) -> None:
    with pytest.raises(ValueError, match="no reference"):
        Reference(text)


def test_a_name_that_is_no_identifier_is_refused() -> None:
    with pytest.raises(ValueError, match="no identifier"):
        render([Attribute("a b", 1)])
