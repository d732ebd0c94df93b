"""The canonical document: one spelling, strict reading, published schema."""

import json

import pytest
from jsonschema import Draft202012Validator

from topologies import documents
from topologies.graph import Faults
from topologies.schema import json_schema

SHOP = {
    "format": 1,
    "topology": {"system": "shop", "slug": "main", "environment": "production"},
    "zones": {"host": {"kind": "vm", "properties": {"vcpus": 2, "memory_mb": None}}},
    "nodes": {
        "db": {"kind": "postgresql", "zone": "host", "label": "Größe <b>\n\u202edb", "min_instances": 1}
    },
    "ports": {"db-pg": {"number": 5432, "node": "db"}},
}


def faults(document: object) -> list[str]:
    with pytest.raises(Faults) as refused:
        documents.loads(document) if isinstance(document, str | bytes) else documents.parse(document)  # type: ignore[arg-type]
    return [str(fault) for fault in refused.value.faults]


def test_equal_topologies_have_equal_bytes() -> None:
    turned = {name: SHOP[name] for name in reversed(SHOP)}
    turned["ports"] = {"db-pg": {"node": "db", "number": 5432, "protocol": "tcp"}}
    first, second = documents.dump(documents.parse(SHOP)), documents.dump(documents.parse(turned))
    assert documents.encode(first) == documents.encode(second)
    assert documents.digest(first) == documents.digest(second)


def test_the_bytes_are_json_with_one_element_a_line() -> None:
    encoded = documents.encode(documents.dump(documents.parse(SHOP)))
    assert documents.dump(documents.loads(encoded)) == json.loads(encoded)
    assert [line for line in encoded.decode().split("\n") if line.startswith('  "db"')]


def test_defaults_are_left_out() -> None:
    document = documents.dump(documents.parse(SHOP))
    assert document["zones"]["host"] == {"kind": "vm", "properties": {"vcpus": 2}}
    assert "min_instances" not in document["nodes"]["db"]


def test_the_document_fits_its_published_schema() -> None:
    schema = json_schema()
    Draft202012Validator.check_schema(schema)
    document = documents.dump(documents.parse(SHOP))
    assert list(Draft202012Validator(schema).iter_errors(document)) == []
    document["nodes"]["db"]["properties"] = {"vcpus": 2, "colour": "red"}
    messages = [error.message for error in Draft202012Validator(schema).iter_errors(document)]
    assert len(messages) == 1
    assert "'colour'" in messages[0]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"format": 2}, "topology.format: must be 1, not 2"),
        ({"nodse": {}}, "topology.nodse: is not a section; the sections are zones, nodes,"),
        ({"topology": {"system": "shop"}}, "topology.slug: is missing"),
        ({"nodes": []}, "topology.nodes: must be an object of elements by key"),
        ({"nodes": {"db": 3}}, "db: must be an object of fields"),
        ({"nodes": {"db": {"kind": "postgres"}}}, "db.kind: there is no node kind 'postgres'; did you mean postgresql"),
        ({"nodes": {"db": {"kind": "postgresql", "key": "x"}}}, "db.key: is given by its place"),
        ({"nodes": {"D B": {"kind": "postgresql"}}}, "D B.key: String should match pattern"),
        ({"ports": {"p": {"node": "db", "number": 0}}}, "p.number: Input should be greater than or equal to 1"),
        ({"ports": {"p": {"node": "db", "number": 70000}}}, "p.number: Input should be less than or equal to 65535"),
        ({"ports": {"p": {"node": "db", "number": 9, "end": 8}}}, "p.end: end 8 is below number 9"),
        ({"ports": {"host": {"node": "db", "number": 9}}}, "host.key: is used 2 times, in ports, zones"),
        ({"ports": {"p": {"node": "ghost", "number": 9}}}, "p.node: refers to 'ghost', which is not among the nodes"),
        ({"zones": {"host": {"kind": "vm", "parent": "host"}}}, "host.parent: contains itself: host in host"),
        ({"nodes": {"db": {"kind": "postgresql", "label": "a\0b"}}}, "db.label: must not contain the NUL character"),
        ({"nodes": {"db": {"kind": "postgresql", "label": "\ud800"}}}, "db.label: Input should be a valid string"),
        ({"nodes": {"db": {"kind": "postgresql", "properties": {"data_gb": float("nan")}}}}, "db.properties.data_gb: Input should be a finite number"),
    ],
)  # fmt: skip
def test_damage_is_named_by_element_and_field(change: dict[str, object], fault: str) -> None:
    found = faults({**SHOP, "ports": {}, **change})
    assert [text for text in found if text.startswith(fault)], found


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"format": NaN}', '{"a": 1, "a": 2}', "[" * 100_000, b"\xff", "1e400"]
)
def test_what_is_not_a_document_is_one_clear_fault(text: str | bytes) -> None:
    assert len(faults(text)) == 1


def test_every_fault_is_told_at_once() -> None:
    found = faults(
        {**SHOP, "ports": {"a": {"node": "db", "number": 0}, "b": {"node": "db", "number": 70000}}}
    )
    assert [text.split(":")[0] for text in found] == ["a.number", "b.number"]


def test_deep_nesting_is_refused() -> None:
    zones = {f"z{i}": {"kind": "group", **({"parent": f"z{i - 1}"} if i else {})} for i in range(60)}
    found = faults({"format": 1, "topology": SHOP["topology"], "zones": zones})
    assert found
    assert all("at most 40 are allowed" in text for text in found)
