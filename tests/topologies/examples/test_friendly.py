"""The YAML form of examples: what it expands to, and how it refuses what is wrong."""

from typing import Any

import pytest

from topologies.documents import Document, parse
from topologies.examples import friendly
from topologies.graph import SECTIONS, Faults

HOST = """
document: view.md
topology: {label: One host, stated_in: Overview, notes: [{text: A fact, stated_in: Facts}]}
zones:
  host:
    kind: vm
    nodes:
      web:
        kind: postgresql
        stated_in: Table
        ports:
          https: {number: 443}
          plain: {number: 80, stated_in: Elsewhere}
      store: {kind: postgresql, ports: default}
    security_groups:
      wall:
        stated_in: Wall
        on: [host, web]
        rules:
          https: {direction: ingress, from_port: 443, cidr: 0.0.0.0/0}
links:
  - {from: store, to: web, port: https}
  - {from: store, to: web, port: web-plain}
  - {from: store, to: web, key: mine}
replications:
  - {from: store, to: web, mode: async, stated_in: Copies}
"""


def expanded(text: str) -> Document:
    return friendly.loads(text, system="shop", slug="one")


def faults(text: str) -> list[str]:
    with pytest.raises(Faults) as caught:
        parse(expanded(text))
    return [str(fault) for fault in caught.value.faults]


@pytest.fixture
def host() -> Document:
    return expanded(HOST)


def test_place_gives_the_header_its_system_and_slug(host: Document) -> None:
    assert host["topology"]["system"] == "shop"
    assert host["topology"]["slug"] == "one"
    assert parse(host).header.label == "One host"


def test_nesting_gives_zone_and_owner(host: Document) -> None:
    assert host["nodes"]["web"]["zone"] == "host"
    assert host["security_groups"]["wall"]["zone"] == "host"
    assert host["ports"]["web-https"]["node"] == "web"
    assert host["rules"]["wall-https"]["group"] == "wall"


def test_stated_in_names_the_document_and_parts_take_it_from_their_owner(host: Document) -> None:
    assert host["topology"]["stated_in"] == "view.md, Overview"
    assert host["topology"]["notes"][0]["stated_in"] == "view.md, Facts"
    assert host["ports"]["web-https"]["stated_in"] == "view.md, Table"
    assert host["ports"]["web-plain"]["stated_in"] == "view.md, Elsewhere"
    assert host["rules"]["wall-https"]["stated_in"] == "view.md, Wall"
    assert host["attachments"]["wall-on-web"]["stated_in"] == "view.md, Wall"
    assert "stated_in" not in host["nodes"]["store"]


def test_default_ports_come_from_the_kind_and_say_that_they_are_assumed(host: Document) -> None:
    port = host["ports"]["store-postgresql"]
    assert (port["number"], port["note"]) == (5432, friendly.ASSUMED)
    assert "stated_in" not in port


def test_groups_attach_to_what_they_are_on(host: Document) -> None:
    assert set(host["attachments"]) == {"wall-on-host", "wall-on-web"}


def test_edges_are_named_by_their_ends_and_numbered_only_on_collision(host: Document) -> None:
    assert list(host["links"]) == ["store-to-web", "store-to-web-2", "mine"]
    assert [link.get("port") for link in host["links"].values()] == ["web-https", "web-plain", None]


def test_link_and_copy_between_the_same_ends_have_two_keys(host: Document) -> None:
    assert list(host["replications"]) == ["store-to-web-3"]
    assert len(parse(host).by_key) == len([key for name in host if name in SECTIONS for key in host[name]])


def test_expansion_leaves_its_input_alone() -> None:
    data = friendly.read_yaml(HOST)
    friendly.expand(data, system="shop", slug="one")
    assert data == friendly.read_yaml(HOST)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "file: must be a mapping"),
        ("- a\n", "file: must be a mapping"),
        ("a: [\n", "file: is not YAML in line 2"),
        ("a: 1\na: 2\n", "file: is not YAML in line 2: found duplicate key"),
        ("a: 1\n---\nb: 2\n", "file: is not YAML"),
        ("\x00", "file: is not YAML"),
        ("zones: {z: &z {kind: group, zones: {y: *z}}}", "contains itself"),
        ("servers: {}", "topology.servers: is not a word of this form"),
        ("document: 3", "topology.document: must be the name"),
        ("topology: {system: shop}", "topology.system: is given by the file's place"),
        ("topology: [a]", "topology.topology: must be a mapping"),
        ("topology: {colour: red}", "topology.colour: is not a field"),
        ("zones: []", "topology.zones: must be a mapping"),
        ("zones: {1: {kind: group}}", "topology.zones.1: is a name that is not text"),
        ("zones: {a: 3}", "a: must be a mapping"),
        ("zones: {a: {kind: group, zones: 3}}", "a.zones: must be a mapping"),
        (
            "zones: {a: {kind: group, zones: {b: {kind: group, parent: c}}}}",
            "b.parent: is given by its place",
        ),
        ("zones: {a: {kind: group, zones: {a: {kind: group}}}}", "a.key: is given twice in zones"),
        ("zones: {a: {kind: group, colour: red}}", "a.colour: is not a field"),
        ("zones: {a: {kind: grop}}", "did you mean group"),
        ("nodes: {a: {kind: postgresql, ports: some}}", "a.ports: must be a mapping"),
        ("nodes: {a: {kind: nothing, ports: default}}", "a.ports: the kind 'nothing' has no default ports"),
        ("nodes: {a: {kind: postgresql, ports: {x: {number: high}}}}", "a-x.number: "),
        ("nodes: {a: {kind: postgresql, properties: {size: 3}}}", "a.properties.size: is not a field"),
        ("nodes: {a: {kind: postgresql, stated_in: 3}}", "a.stated_in: "),
        ("security_groups: {a: {on: host}}", "a.on: must be a list"),
        ("security_groups: {a: {on: [host]}}", "a-on-host.target: refers to 'host'"),
        ("links: {a: b}", "topology.links: must be a list"),
        ("links: [a]", "topology.links.1: must be a mapping"),
        ("links: [{from: a}]", "topology.links.1: needs from and to"),
        ("links: [{key: [a], from: a, to: b}]", "topology.links.1.key: must be text"),
        ("links: [{from: a, to: b, source: c}]", "a-to-b.source: is written as from and to"),
        ("links: [{key: x, from: a, to: b}, {key: x, from: a, to: b}]", "x.key: is given twice in links"),
        ("links: [{from: a, to: b}]", "a-to-b.source: refers to 'a'"),
    ],
)
def test_what_is_wrong_is_refused_by_element_and_field(text: str, fault: str) -> None:
    found = faults(text)
    assert any(fault in message for message in found), found


def test_bytes_that_are_not_text_are_refused() -> None:
    with pytest.raises(Faults, match="is not YAML"):
        friendly.read_yaml(b"a: \xff\xfe\xff")


def test_every_fault_is_told_at_once() -> None:
    data: dict[str, Any] = {"servers": {}, "links": [{}], "zones": 3}
    with pytest.raises(Faults) as caught:
        friendly.expand(data, system="shop", slug="one")
    assert [fault.field for fault in caught.value.faults] == ["servers", "zones", "links.1"]
