"""Random topologies for the failure simulators."""

from typing import Any

from hypothesis import strategies as st

from tests.builders import expand
from tests.hunting import Dice, Shape
from topologies.documents import parse
from topologies.graph import Graph

PLACES = ("tier-one", "tier-two", "pod", "box-one", "box-two", "one", "two", "cloud", "")
APPS = ("app-a", "app-b", "app-c", "web-a", "lb-a", "lb-b", "job-a", "stripe-a")
STORES = ("db-a", "db-b", "db-c", "rds-a", "cache-a", "bucket-a", "bucket-b")
ZONES = {
    "cloud": {"provider": "aws"},
    "one": {"region": "eu-west-1", "in": "cloud"},
    "two": {"region": "us-east-1", "in": "cloud"},
    "vpc-one": {"network": ["10.0.0.0/16"], "in": "one"},
    "vpc-two": {"network": ["10.1.0.0/16"], "in": "two"},
    "tier-one": {"public": {"a": "10.0.1.0/24", "b": "10.0.2.0/24", "c": "10.0.3.0/24"}, "in": "vpc-one"},
    "tier-two": {"public": {"a": "10.1.1.0/24", "b": "10.1.2.0/24"}, "in": "vpc-two"},
    "pod": {"kind": "group", "in": "tier-one"},
    "box-one": {"host": "droplet", "in": "pod"},
    "box-two": {"host": "vm", "in": "two"},
}
SECONDS = (None, 0, 10, 60, 300)


def world(dice: Dice) -> Shape:
    """A topology as keyword arguments of tests.builders.topology, and a list of replications with all their fields."""
    keys = dice.some(APPS, 1, 6)
    stores = dice.some(STORES, 0, 5)
    nodes = {key: _node(dice, key) for key in (*keys, *stores)}
    for key, row in nodes.items():
        place = dice.choice(_allowed(key))
        row.update({"zone": place} if place else {})
    return {
        "zones": ZONES,
        "nodes": {"internet": {}, **nodes},
        "draw": _lines(dice, keys, stores),
        "copies": _replications(dice, stores),
    }


def drawn(shape: Shape) -> Graph:
    """The graph of such a topology."""
    document = expand({**shape, "draw": "\n".join(shape.get("draw", []))})
    return parse(document | ({"replications": shape["copies"]} if shape.get("copies") else {}))


def topologies() -> st.SearchStrategy[Graph]:
    """The same for hypothesis."""
    return st.integers(0, 1_000_000).map(lambda seed: drawn(world(Dice(seed))))


def _allowed(key: str) -> tuple[str, ...]:
    """A balancer or bucket of a provider stands on no host, a bucket or somebody else's system in no network."""
    if key.startswith(("bucket", "stripe")):
        return ("one", "two", "cloud", "")
    return tuple(place for place in PLACES if not (key.startswith(("lb", "rds")) and place.startswith("box")))


def _node(dice: Dice, key: str) -> dict[str, Any]:
    count = dice.randint(1, 4)
    row: dict[str, Any] = {"min": count, "max": count}
    if dice.chance(50):
        row["azs"] = dice.some("ab", 1, 2)
    if key.startswith(("app", "job")) and dice.chance(15):
        row["optional"] = True
    if key.startswith(("db", "rds")):
        row["role"] = dice.choice(["primary", "primary", "replica"])
        row["backups"] = dice.several(lambda: _backup(dice), 0, 2)
    if key.startswith("rds"):
        row["multi_az"] = dice.choice([None, True, False])
    return row


def _backup(dice: Dice) -> dict[str, Any]:
    seconds, across, pitr = dice.choice(SECONDS[2:]), dice.chance(50), dice.chance(50)
    where = dice.choice(["", "", "/backups"])  # on the store's own machine, and lost with it
    return {"interval_seconds": seconds, "cross_region": across, "pitr": pitr, "stored_in": where}


def _lines(dice: Dice, keys: list[str], stores: list[str]) -> list[str]:
    pairs = [(source, target) for source in ("internet", *keys) for target in (*keys, *stores)]
    pairs = [(source, target) for source, target in pairs if source != target and "stripe" not in source]
    entries = [f"internet -> {key}" for key in dice.some(keys, 1, 1)]
    return sorted({*entries, *(f"{source} -> {target}" for source, target in dice.some(pairs, 2, 12))})


def _replications(dice: Dice, stores: list[str]) -> dict[str, Any]:
    """Each copy has one source, of its own sort."""
    rows = {}
    for place, target in enumerate(stores):
        sources = [one for one in stores[:place] if one.startswith("bucket") == target.startswith("bucket")
                   and "cache" not in one + target]  # fmt: skip
        if sources and dice.chance(50):
            source, lag = dice.choice(sources), dice.choice(SECONDS)
            rows[f"{source}-to-{target}"] = {
                "source": source,
                "target": target,
                "mode": dice.choice(["sync", "async", "logical"]),
                "failover": dice.choice(["none", "manual", "automatic"]),
                **({} if lag is None else {"lag_seconds": lag}),
            }
    return rows
