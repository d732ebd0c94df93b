"""The committed facts about providers agree with the providers' own schemas, where those are at hand."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.schema_provider import FACTS, facts

ROOT = Path(__file__).resolve().parents[4]
SCHEMAS = ROOT.parent / "shared" / "provider-schemas"
PROVIDERS = sorted(path.stem for path in FACTS.glob("*.json"))
FLAGS = ("required", "optional", "computed")


def differences(ours: Any, theirs: Any, path: str) -> Iterator[str]:
    for name, fact in ours.get("attributes", {}).items():
        known = theirs.get("attributes", {}).get(name)
        if known is None:
            yield f"{path}.{name} is not known"
        elif (
            any(bool(fact.get(flag)) != bool(known.get(flag)) for flag in FLAGS)
            or fact.get("type") != known.get("type")
            or fact.get("nested", {}).get("nesting") != known.get("nested", {}).get("nesting")
        ):
            yield f"{path}.{name} differs"
        elif "nested" in fact:
            yield from differences(fact["nested"], known["nested"], f"{path}.{name}")
    for name, fact in ours.get("blocks", {}).items():
        known = theirs.get("blocks", {}).get(name)
        if known is None:
            yield f"{path}.{name} is no block"
        elif any(fact.get(part) != known.get(part) for part in ("nesting", "min", "max")):
            yield f"{path}.{name} differs"
        else:
            yield from differences(fact, known, f"{path}.{name}")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_facts_are_complete_and_agree_with_the_schemas_beside_the_project(provider: str) -> None:
    def blocks(one: Any) -> Iterator[Any]:
        yield one
        for inner in one.get("blocks", {}).values():
            yield from blocks(inner)

    known = facts(provider)
    for one in (*known["resources"].values(), *known["data_sources"].values()):
        given = [fact for block in blocks(one) for fact in block.get("attributes", {}).values()]
        assert all(
            (fact.get("type") or fact["nested"]) and any(fact.get(flag) for flag in FLAGS) for fact in given
        )
    path = SCHEMAS / f"{provider}.json"
    theirs = json.loads(path.read_text())["resources"] if path.is_file() else {}
    ours = known["resources"]
    assert [
        fault
        for name in sorted(ours.keys() & theirs.keys())
        for fault in differences(ours[name], theirs[name], name)
    ] == []
