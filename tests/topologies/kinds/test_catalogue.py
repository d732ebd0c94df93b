"""What holds for every kind of the catalogue."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

from topologies.graph import SECTIONS, Node
from topologies.kinds import Kind, PortDefault, Properties, Trait, node, node_kind, node_kinds, zone_kinds
from topologies.kinds.declare import NODE_KINDS
from topologies.kinds.zones.provider import Slug
from topologies.scalars import KEY_PATTERN
from topologies.schema import json_schema

ICONS = Path(__file__).parents[3] / "static" / "icons"
NODES = list(node_kinds().values())
ZONES = list(zone_kinds().values())
CONCERNS = {"compute", "network", "edge", "data", "delivery", "observability", "security", "people"}
ZONE_TRAITS = {Trait.HOST, Trait.NETWORK, Trait.TIER, Trait.REGION, Trait.PROVIDER}

# Every part that the five source documents name, by the kind it is drawn as.
NAMED = [
    "alb",
    "alerting",
    "analytics",
    "app-server",
    "backup-store",
    "bastion",
    "caddy",
    "cdn",
    "certificate-manager",
    "ci-pipeline",
    "cloudflare-cdn",
    "cloudflare-pages",
    "cloudfront",
    "container",
    "do-load-balancer",
    "do-postgresql",
    "do-redis",
    "do-spaces",
    "ecr",
    "ecs-service",
    "elasticache-redis",
    "elasticsearch",
    "error-tracking",
    "external-service",
    "file-store",
    "geodns",
    "internet-gateway",
    "logging",
    "mongodb-atlas",
    "monitoring",
    "nat-gateway",
    "on-demand-job",
    "operators",
    "pgbouncer",
    "postgresql",
    "rabbitmq",
    "railway-postgresql",
    "railway-redis",
    "railway-router",
    "rds-postgresql",
    "redis",
    "roadrunner",
    "route53",
    "s3-bucket",
    "scheduled-job",
    "secrets-manager",
    "service-emulator",
    "source-host",
    "static-site",
    "tracing",
    "upstash-redis",
    "users",
    "vercel-site",
    "vpc-endpoint",
    "waf",
    "workstation",
]


def every(kinds: list[Kind]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("kind", kinds, ids=lambda kind: kind.slug)


def test_every_part_that_the_documents_name_has_a_kind() -> None:
    assert set(NAMED) - set(node_kinds()) == set()


@every(NODES + ZONES)
def test_a_kind_has_a_page_that_begins_with_what_it_is_and_names_its_sources(kind: Kind) -> None:
    paragraphs = kind.page.split("\n\n")
    assert kind.summary.endswith(".")
    assert len(kind.summary) < 260
    general = kind.slug in {"group", "provider", "region"}
    assert general or re.match(r"Source of facts: .+\.$", paragraphs[-1].replace("\n", " "))


@every(NODES + ZONES)
def test_a_kind_has_an_icon_that_is_drawn(kind: Kind) -> None:
    assert (ICONS / f"{kind.icon}.svg").is_file()


@every(NODES + ZONES)
def test_a_kind_is_named_as_its_file_is(kind: Kind) -> None:
    assert re.match(KEY_PATTERN, kind.slug)
    assert kind.properties.__module__.rpartition(".")[2] == kind.slug.replace("-", "_")


@every(NODES + ZONES)
def test_a_kind_stands_in_zone_kinds_or_in_no_zone(kind: Kind) -> None:
    assert kind.parents
    assert kind.parents <= {"", *zone_kinds()}


@every(NODES + ZONES)
def test_a_kind_names_a_provider_that_an_account_can_have(kind: Kind) -> None:
    assert kind.provider in {"", *get_args(Slug)}


@every(NODES)
def test_a_node_kind_belongs_to_a_concern(kind: Kind) -> None:
    assert kind.concern in CONCERNS


@every(NODES)
def test_the_ports_of_a_kind_become_keys_and_listen_on_real_numbers(kind: Kind) -> None:
    names = [port.name for port in kind.ports]
    assert len(set(names)) == len(names)
    for port in kind.ports:
        assert re.match(KEY_PATTERN, port.name)
        assert 1 <= port.number <= 65535


@every(NODES)
def test_nodes_have_traits_of_nodes_and_zones_those_of_zones(kind: Kind) -> None:
    assert not kind.traits & ZONE_TRAITS
    assert all(zone.traits <= ZONE_TRAITS for zone in ZONES)


@every([kind for kind in NODES if kind.has(Trait.INTERNET)])
def test_whoever_comes_from_the_internet_can_name_addresses(kind: Kind) -> None:
    assert "source_cidrs" in kind.properties.model_fields


@every([kind for kind in NODES if kind.has(Trait.DATA)])
def test_whatever_keeps_data_can_say_how_it_is_saved_and_encrypted(kind: Kind) -> None:
    fields = set(kind.properties.model_fields)
    assert {"backups", "encrypted_at_rest", "publicly_accessible", "public", "storage_gb"} <= fields


@every([kind for kind in NODES if kind.has(Trait.DATABASE)])
def test_a_database_says_its_role(kind: Kind) -> None:
    assert kind.properties.model_validate({"role": "standby"}).model_dump()["role"] == "standby"


def test_every_trait_is_used_by_some_kind() -> None:
    assert {trait for kind in NODES + ZONES for trait in kind.traits} == set(Trait)


def test_the_published_schema_mixes_up_no_two_classes() -> None:
    found: dict[str, set[type[BaseModel]]] = {}
    for model in [*SECTIONS.values(), *(kind.properties for kind in NODES + ZONES)]:
        for part in _parts(model):
            found.setdefault(part.__name__, set()).add(part)
    assert {name: parts for name, parts in found.items() if len(parts) > 1} == {}
    assert {kind.properties.__name__ for kind in NODES + ZONES} <= set(json_schema()["$defs"])


def _parts(model: type[BaseModel]) -> set[type[BaseModel]]:
    """The class and those its fields are made of."""
    waiting: list[Any] = [model]
    found: set[type[BaseModel]] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, type) and issubclass(one, BaseModel):
            if one not in found:
                found.add(one)
                waiting += [field.annotation for field in one.model_fields.values()]
        else:
            waiting += get_args(one)
    return found


def test_a_slug_is_declared_once() -> None:
    with pytest.raises(ValueError, match="kind redis is declared twice"):
        node("redis", label="Again", concern="data", icon="cache", parents=("",))(Properties)


def test_a_kind_without_a_page_is_refused() -> None:
    class Bare(Properties):
        pass

    with pytest.raises(ValueError, match="kind bare-thing has no docstring"):
        node("bare-thing", label="Bare", concern="data", icon="cache", parents=("",))(Bare)
    assert "bare-thing" not in NODE_KINDS


def test_an_unknown_kind_is_refused_with_those_near_it() -> None:
    with pytest.raises(ValueError, match="no node kind 'postgre'; did you mean postgresql"):
        node_kind("postgre")


def test_an_unknown_property_is_refused_by_name() -> None:
    with pytest.raises(ValidationError, match="memory_gb"):
        Node.model_validate({"key": "cache", "kind": "redis", "properties": {"memory_gb": 2}})


def test_a_lowest_cost_above_the_highest_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"monthly_cost_usd 9\.0 is above monthly_cost_high_usd 2\.0"):
        Properties(monthly_cost_usd=9, monthly_cost_high_usd=2)


def test_a_managed_database_starts_with_the_port_of_its_provider() -> None:
    assert node_kind("do-postgresql").ports == (PortDefault("postgresql", 25060, "postgresql", tls=True),)
