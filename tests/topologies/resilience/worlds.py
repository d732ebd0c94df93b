"""Random topologies for the failure simulators."""

from typing import Any

from hypothesis import strategies as st

from tests.builders import expand
from topologies.documents import parse
from topologies.graph import Graph

PLACES = ("tier-one", "tier-two", "box-one", "box-two", "one", "two", "cloud", "")
APPS = ("app-a", "app-b", "app-c", "web-a", "lb-a", "lb-b")
STORES = ("db-a", "db-b", "db-c", "rds-a", "cache-a", "bucket-a", "bucket-b")
ZONES = {
    "cloud": {"provider": "aws"},
    "one": {"region": "eu-west-1", "in": "cloud"},
    "two": {"region": "us-east-1", "in": "cloud"},
    "vpc-one": {"network": ["10.0.0.0/16"], "in": "one"},
    "vpc-two": {"network": ["10.1.0.0/16"], "in": "two"},
    "tier-one": {"public": {"a": "10.0.1.0/24", "b": "10.0.2.0/24", "c": "10.0.3.0/24"}, "in": "vpc-one"},
    "tier-two": {"public": {"a": "10.1.1.0/24", "b": "10.1.2.0/24"}, "in": "vpc-two"},
    "box-one": {"host": "droplet", "in": "tier-one"},
    "box-two": {"host": "droplet", "in": "two"},
}
SECONDS = st.sampled_from([None, 0, 10, 60, 300])


@st.composite
def topologies(draw: st.DrawFn) -> Graph:
    keys = draw(st.lists(st.sampled_from(APPS), min_size=1, unique=True))
    stores = draw(st.lists(st.sampled_from(STORES), unique=True))
    nodes = {key: draw(_node(key)) for key in (*keys, *stores)}
    zones = {key: dict(row) for key, row in ZONES.items()}
    for key in nodes:
        place = draw(st.sampled_from(_allowed(key)))
        if place:
            zones[place].setdefault("holds", []).append(key)
    document = expand(
        {"zones": zones, "nodes": {"internet": {}, **nodes}, "draw": draw(_lines(keys, stores))}
    )
    document["replications"] = draw(_replications(stores))
    return parse({key: value for key, value in document.items() if value})


def _allowed(key: str) -> tuple[str, ...]:
    """A balancer or bucket of a provider stands on no host, and a bucket in no network."""
    if key.startswith("bucket"):
        return ("one", "two", "cloud", "")
    return tuple(place for place in PLACES if not (key.startswith(("lb", "rds")) and place.startswith("box")))


@st.composite
def _node(draw: st.DrawFn, key: str) -> dict[str, Any]:
    count = draw(st.integers(1, 4))
    row: dict[str, Any] = {"min": count, "max": count}
    if draw(st.booleans()):
        row["azs"] = draw(st.lists(st.sampled_from("ab"), min_size=1, max_size=2, unique=True))
    if key.startswith(("db", "rds")):
        row["role"] = draw(st.sampled_from(["primary", "primary", "replica"]))
        row["backups"] = draw(st.lists(st.fixed_dictionaries({"interval_seconds": SECONDS.filter(bool),
                              "cross_region": st.booleans(), "pitr": st.booleans()}), max_size=2))  # fmt: skip
    if key.startswith("rds"):
        row["multi_az"] = draw(st.sampled_from([None, True, False]))
    return row


def _lines(keys: list[str], stores: list[str]) -> st.SearchStrategy[str]:
    sources, targets = ["internet", *keys], [*keys, *stores]
    pair = st.tuples(st.sampled_from(sources), st.sampled_from(targets)).filter(
        lambda ends: ends[0] != ends[1]
    )
    return st.sets(pair, min_size=2, max_size=12).map(
        lambda pairs: "\n".join(f"{source} -> {target}" for source, target in sorted(pairs))
    )


@st.composite
def _replications(draw: st.DrawFn, stores: list[str]) -> dict[str, Any]:
    """Each copy has one source, of its own sort."""
    rows = {}
    for place, target in enumerate(stores):
        sources = [one for one in stores[:place] if one.startswith("bucket") == target.startswith("bucket")
                   and "cache" not in one + target]  # fmt: skip
        if sources and draw(st.booleans()):
            source = draw(st.sampled_from(sources))
            lag = draw(SECONDS)
            rows[f"{source}-to-{target}"] = {
                "source": source,
                "target": target,
                "mode": draw(st.sampled_from(["sync", "async", "logical"])),
                "failover": draw(st.sampled_from(["none", "manual", "automatic"])),
                **({} if lag is None else {"lag_seconds": lag}),
            }
    return rows
