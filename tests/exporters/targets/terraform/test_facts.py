"""The committed facts about providers agree with the providers' own schemas, where those are at hand."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.schema_provider import facts

ROOT = Path(__file__).resolve().parents[4]
SCHEMAS = (ROOT.parent) / "shared" / "provider-schemas"
PROVIDERS = ("aws", "digitalocean")
FLAGS = ("required", "optional", "computed")


def differences(ours: Any, theirs: Any, path: str) -> Iterator[str]:
    for name, fact in ours.get("attributes", {}).items():
        known = theirs.get("attributes", {}).get(name)
        if known is None:
            yield f"{path}.{name} is not known"
        elif (
            any(bool(fact.get(flag)) != bool(known.get(flag)) for flag in FLAGS)
            or fact["type"] != known["type"]
        ):
            yield f"{path}.{name} differs"
    for name, fact in ours.get("blocks", {}).items():
        known = theirs.get("blocks", {}).get(name)
        if known is None:
            yield f"{path}.{name} is no block"
        elif any(fact.get(part) != known.get(part) for part in ("nesting", "min", "max")):
            yield f"{path}.{name} differs"
        else:
            yield from differences(fact, known, f"{path}.{name}")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_fact_has_a_type_and_says_how_it_is_given(provider: str) -> None:
    def blocks(one: Any) -> Iterator[Any]:
        yield one
        for inner in one.get("blocks", {}).values():
            yield from blocks(inner)

    known = facts(provider)
    for one in (*known["resources"].values(), *known["data_sources"].values()):
        given = [fact for block in blocks(one) for fact in block.get("attributes", {}).values()]
        assert all(fact["type"] and any(fact.get(flag) for flag in FLAGS) for fact in given)


@pytest.mark.parametrize("provider", [name for name in PROVIDERS if (SCHEMAS / f"{name}.json").is_file()])
def test_the_facts_agree_with_the_schemas_beside_the_project(provider: str) -> None:
    theirs = json.loads((SCHEMAS / f"{provider}.json").read_text())["resources"]
    ours = facts(provider)["resources"]
    shared = ours.keys() & theirs.keys()
    assert len(shared) > len(ours) // 2
    assert [fault for name in sorted(shared) for fault in differences(ours[name], theirs[name], name)] == []
