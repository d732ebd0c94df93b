"""Properties of every kind survive the document, and bad ones are refused by element and field."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.topologies.kinds.properties_strategy import properties_of
from topologies.documents import dump, parse
from topologies.graph import Faults
from topologies.kinds import Kind, node_kinds, zone_kinds

NODES = list(node_kinds().values())
ZONES = list(zone_kinds().values())
BASES = {"": {}, "network": {"net": {"kind": "network"}}}
REQUIRED: dict[str, dict[str, Any]] = {"provider": {"provider": "aws"}, "subnet-tier": {"access": "private"}}


def document(kind: Kind, properties: dict[str, Any]) -> dict[str, Any]:
    """A topology with one element of this kind, in a zone only where it needs one."""
    around = "" if "" in kind.parents else "network"
    zones: dict[str, Any] = {key: dict(fields) for key, fields in BASES[around].items()}
    place = {"zone" if kind.concern != "zone" else "parent": "net"} if around else {}
    fields = {"kind": kind.slug, "properties": properties, **place}
    nodes = {"it": fields} if kind.concern != "zone" else {}
    zones |= {} if nodes else {"it": fields}
    return {"format": 1, "topology": {"system": "acme", "slug": "shop"}, "zones": zones, "nodes": nodes}


def every(kinds: list[Kind]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("kind", kinds, ids=lambda kind: kind.slug)


@every(NODES + ZONES)
def test_a_document_may_say_nothing_but_what_is_required(kind: Kind) -> None:
    graph = parse(document(kind, REQUIRED.get(kind.slug, {})))
    section = graph.zones if kind.concern == "zone" else graph.nodes
    assert section["it"].properties.model_dump(exclude_unset=True) == REQUIRED.get(kind.slug, {})


@every(NODES + ZONES)
@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_is_said_survives_the_document(kind: Kind, data: st.DataObject) -> None:
    said = data.draw(properties_of(kind))
    graph = parse(document(kind, said))
    section = graph.zones if kind.concern == "zone" else graph.nodes
    assert parse(dump(graph)) == graph
    assert section["it"].properties.model_dump(mode="json") == said


@every(NODES + ZONES)
def test_an_unknown_property_is_refused_by_element_and_field(kind: Kind) -> None:
    with pytest.raises(Faults) as refused:
        parse(document(kind, {**REQUIRED.get(kind.slug, {}), "wheels": 4}))
    (fault,) = refused.value.faults
    assert (fault.element, fault.field) == ("it", "properties.wheels")


@pytest.mark.parametrize(
    ("slug", "properties", "field"),
    [
        ("redis", {"eviction_policy": "some"}, "eviction_policy"),
        ("redis", {"save_points": [{"seconds": -1, "changes": 1}]}, "save_points.0.seconds"),
        ("s3-bucket", {"lifecycle": [{"action": "burn"}]}, "lifecycle.0.action"),
        ("operators", {"source_cidrs": ["203.0.113.7/24"]}, "source_cidrs.0"),
        ("scheduled-job", {"schedule": "at night"}, "schedule"),
        ("rds-postgresql", {"memory_mb": "4 GB"}, "memory_mb"),
        ("ecs-service", {"scaling": {"target_percent": 170}}, "scaling.target_percent"),
        ("caddy", {"domains": ["\x00"]}, "domains.0"),
    ],
)
def test_a_value_that_cannot_be_is_refused_where_it_stands(slug: str, properties: Any, field: str) -> None:
    with pytest.raises(Faults) as refused:
        parse(document(node_kinds()[slug], properties))
    assert {fault.element for fault in refused.value.faults} == {"it"}
    assert {fault.field for fault in refused.value.faults} == {f"properties.{field}"}
