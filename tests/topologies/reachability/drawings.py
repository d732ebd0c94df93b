"""Small random networks in the notation of tests.builders: two networks, tiers, hosts, filters and routes."""

from typing import Any

from hypothesis import strategies as st

PUBLIC_CIDRS = ["0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1", "203.0.113.0/24", "2001:db8::/32"]
PRIVATE_CIDRS = [
    "10.0.0.0/28",
    "10.0.0.0/30",
    "10.0.0.2/31",
    "10.0.0.4/30",
    "10.1.0.0/28",
    "10.1.0.0/30",
    "10.0.0.0/8",
]
PORTS = [443, 5432]
KINDS = ["app", "app", "app", "rds", "rds", "db", "db", "lb", "web"]
TIERED = ("app", "rds", "db", "lb", "web", "nat", "endpoint")
HOSTED = ("app", "db", "web")

ACCESS = (["public", "public", "private"], ["private", "private", "private", "isolated", "public"])
LISTENING = ["443", "5432", "1-65535", "1-65535", "1-65535 private", "5432 private", "443 localhost"]

ports = st.lists(st.sampled_from(LISTENING), min_size=0, max_size=2, unique_by=lambda text: text.split()[0])
ports |= st.just(["1-65535"])
ranges = st.sampled_from(["443", "5432", "5000-6000", "1-65535", "1-65535", "1024-65535", "32768-65535"])
protocols = st.sampled_from(["tcp", "tcp", "tcp", "udp"])


def chance(percent: int) -> st.SearchStrategy[bool]:
    return st.integers(0, 99).map(lambda number: number < percent)


@st.composite
def traffic(draw: st.DrawFn, word: str, peers: list[str]) -> str:
    if draw(chance(25)):
        return f"all {word} {draw(st.sampled_from(peers))}"
    return f"{draw(protocols)} {draw(ranges)} {word} {draw(st.sampled_from(peers))}"


@st.composite
def zones(draw: st.DrawFn) -> dict[str, Any]:
    """Networks one (10.0.0.0/28) and two (10.1.0.0/28) with tiers of /30 subnets, a host inside and one outside."""
    found: dict[str, Any] = {"box": {"host": "droplet", "public_ip": draw(st.booleans())}}
    for second, network in enumerate(("one", "two")):
        stated = draw(chance(80))
        found[network] = {"network": [f"10.{second}.0.0/28"] if stated else []}
        for place, tier in enumerate((f"{network}-front", f"{network}-back")):
            access = draw(st.sampled_from(ACCESS[place]))
            cidrs = {"a": f"10.{second}.0.{8 * place}/30", "b": f"10.{second}.0.{8 * place + 4}/30"}
            cidrs = draw(
                st.sampled_from([cidrs, cidrs, {"a": cidrs["a"]}, {"a": f"fd0{second}::{8 * place}/126"}, {}])
            )
            found[tier] = {access: cidrs, "in": network}
        found[f"{network}-box"] = {
            "host": "droplet",
            "in": draw(st.sampled_from([network, f"{network}-front", f"{network}-back"])),
            "public_ip": draw(st.booleans()),
        }
    return found


@st.composite
def nodes(draw: st.DrawFn, zones: dict[str, Any]) -> dict[str, Any]:
    """Some parts, most of them near each other, and often a NAT and an endpoint for each network."""
    found: dict[str, Any] = {}
    inside = [key for key in zones if key != "box"]
    near = draw(st.lists(st.sampled_from([*inside, "one-back", "two-back"]), min_size=1, max_size=2))
    outside = draw(st.sampled_from(["stripe", "bucket", "internet"]))
    found[f"{outside}-outside"] = draw(node(outside, "", zones))
    for number in range(draw(st.integers(2, 4))):
        kind = draw(st.sampled_from(KINDS))
        places = [place for place in (*near * 12, *zones, "") if _may_stand(kind, place, zones)]
        found[f"{kind}-{number}"] = draw(node(kind, draw(st.sampled_from(places)), zones))
    for network in ("one", "two"):
        if draw(chance(60)):
            place = draw(st.sampled_from([*[f"{network}-front"] * 3, network, f"{network}-back"]))
            found[f"nat-{network}"] = draw(node("nat", place, zones))
        if draw(chance(20)):
            found[f"endpoint-{network}"] = {"zone": f"{network}-back"}
    return found


def _may_stand(kind: str, place: str, zones: dict[str, Any]) -> bool:
    if place == "":
        return True
    return kind in (HOSTED if "host" in zones[place] else TIERED)


@st.composite
def node(draw: st.DrawFn, kind: str, place: str, zones: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {"zone": place} if place else {}
    if kind == "app":
        row["public_ip"] = draw(st.booleans())
    if kind in ("rds", "bucket"):
        row["publicly_accessible"] = draw(st.booleans())
    if kind == "lb":
        row["internet_facing"] = draw(chance(70))
    if kind in TIERED and place and draw(chance(40)):
        row["azs"] = draw(st.sampled_from([["a"], ["b"], ["a", "b"]]))
    return row


@st.composite
def groups(draw: st.DrawFn, nodes: dict[str, Any], zones: dict[str, Any]) -> dict[str, Any]:
    names = [f"sg-{number}" for number in range(draw(st.integers(0, 3)))]
    hosts = [key for key, row in zones.items() if "host" in row]
    found = {}
    cidrs = PUBLIC_CIDRS * 2 + PRIVATE_CIDRS
    for name in names:
        peers = cidrs + names * 2 + ["one", "two-front"]
        found[name] = {
            "on": draw(st.lists(st.sampled_from([*nodes, *hosts]), min_size=1, max_size=3, unique=True)),
            "in": draw(st.lists(traffic("from", peers), max_size=3)),
            "out": draw(st.lists(traffic("to", peers), max_size=3)),
            "firewall": draw(chance(30)),
            "default_egress": draw(st.sampled_from(["deny", "allow", "allow"])),
        }
    return found


@st.composite
def routes(draw: st.DrawFn, nodes: dict[str, Any], zones: dict[str, Any], peered: bool) -> dict[str, Any]:
    found = {}
    nats = [key for key in nodes if key.startswith("nat")]
    for network, other in (("one", "10.1"), ("two", "10.0")):
        gates = ["gateway-" + network, *nats]
        for tier in (f"{network}-front", f"{network}-back"):
            if draw(chance(30)):
                ways = [f"{cidr} via {gate}" for cidr in ("0.0.0.0/0", "::/0") for gate in gates]
                if peered:
                    cidrs = (f"{other}.0.0/28", f"{other}.0.0/29", f"{other}.0.2/31", "0.0.0.0/0")
                    ways += [f"{cidr} via one-two" for cidr in cidrs]
                    ways += [f"{other}.0.0/30 via {gates[0]}"]
                rows = draw(st.lists(st.sampled_from(ways), min_size=1, max_size=3))
                found[tier] = [row + draw(st.sampled_from(["", "", " @a"])) for row in rows]
    return found


@st.composite
def acls(draw: st.DrawFn, tiers: list[str], likely: int) -> dict[str, Any]:
    found = {}
    for tier in tiers:
        if draw(chance(likely)):
            rows = draw(st.lists(acl_traffic(), min_size=1, max_size=4))
            ordered = [f"{number} {row}" for number, row in enumerate(rows, 1)]
            found[tier] = [*ordered, "100 allow in all from 0.0.0.0/0", "101 allow out all to 0.0.0.0/0"]
    return found


@st.composite
def acl_traffic(draw: st.DrawFn) -> str:
    action = draw(st.sampled_from(["allow", "deny"]))
    way, word = draw(st.sampled_from([("in", "from"), ("out", "to")]))
    return f"{action} {way} {draw(traffic(word, [*PUBLIC_CIDRS[:2], *PRIVATE_CIDRS]))}"


@st.composite
def meeting(draw: st.DrawFn) -> dict[str, Any]:
    """Parts that would all reach each other, in two peered networks, but for one or two sorts of filters and routes."""
    around = {
        "one": {"network": ["10.0.0.0/28"]},
        "one-front": {"public": draw(subnets("10.0.0.0/30", "10.0.0.4/30")), "in": "one"},
        "one-back": {draw(closed): draw(subnets("10.0.0.8/30", "10.0.0.12/30")), "in": "one"},
        "two": {"network": ["10.1.0.0/28"]},
        "two-front": {"public": draw(subnets("10.1.0.4/30", "10.1.0.12/30")), "in": "two"},
        "two-back": {draw(closed): draw(subnets("10.1.0.0/30", "10.1.0.8/30")), "in": "two"},
    }
    standing = {"app-one": "one-back", "lb-one": "one-front", "db-two": "two-back", "app-two": draw(beside)}
    standing |= {"nat-one-a": "one-front", "nat-one-b": "one-front", "nat-two": "two-front"}
    parts = {key: {"zone": zone, **draw(pinned)} for key, zone in standing.items()}
    kept = draw(st.sampled_from(["groups", "acls", "routes", "acls routes", "groups routes", "groups acls"]))
    gateways = {f"gateway-{network}": {"zone": network} for network in ("one", "two")}
    services = {"stripe-outside": {}, "bucket-outside": {}}
    return {
        "zones": around,
        "nodes": {**parts, **gateways, **services},
        "ports": {key: ["1-65535"] for key in standing if not key.startswith("nat")},
        "groups": draw(guards(["app-one", "db-two", "lb-one"])) if "groups" in kept else {},
        "routes": draw(routes(parts, around, peered=True)) if "routes" in kept else {},
        "acls": draw(acls([zone for zone in around if "-" in zone], 40)) if "acls" in kept else {},
        "peerings": ["one two"],
    }


closed = st.sampled_from(["private", "private", "isolated"])
beside = st.sampled_from(["two-back", "two-front"])
pinned = st.sampled_from([{}, {"azs": ["a"]}, {"azs": ["b"]}])


def subnets(first: str, second: str) -> st.SearchStrategy[dict[str, str]]:
    return st.sampled_from([{"a": first, "b": second}, {"a": first, "b": second}, {"a": first}])


@st.composite
def guards(draw: st.DrawFn, parts: list[str]) -> dict[str, Any]:
    """A group of its own on some parts, each with a rule or two in the direction that it filters."""
    found = {}
    names = {part: f"sg-{part}" for part in draw(st.lists(st.sampled_from(parts), min_size=1, unique=True))}
    peers = [
        "0.0.0.0/0",
        "0.0.0.0/1",
        "128.0.0.0/1",
        "203.0.113.0/24",
        *PRIVATE_CIDRS,
        "one",
        "one-back",
        *names.values(),
    ]
    for part, name in names.items():
        way, word, other = draw(st.sampled_from([("in", "from", "egress"), ("out", "to", "ingress")]))
        rules = draw(st.lists(traffic(word, peers), min_size=1, max_size=2))
        found[name] = {"on": [part], way: rules, f"default_{other}": "allow", "firewall": draw(st.booleans())}
    return found


@st.composite
def scattered(draw: st.DrawFn) -> dict[str, Any]:
    """Parts anywhere, with groups, firewalls, hosts, endpoints and now and then an ACL or a route."""
    around = draw(zones())
    parts = draw(nodes(around))
    peered = draw(chance(70))
    buckets = [key for key in parts if key.startswith("bucket")]
    ends = [key for key in parts if key.startswith("endpoint")]
    gateways = {f"gateway-{network}": {"zone": network} for network in ("one", "two")}
    return {
        "zones": around,
        "nodes": {**parts, **gateways},
        "draw": "\n".join(f"{end} -> {bucket}" for end in ends for bucket in buckets),
        "ports": {key: draw(ports) for key in parts},
        "groups": draw(groups(parts, around)),
        "routes": draw(routes(parts, around, peered)),
        "acls": draw(acls(["one-front", "one-back", "two-front"], 25)),
        "peerings": ["one two"] if peered else [],
    }


def drawings() -> st.SearchStrategy[dict[str, Any]]:
    """A whole topology, as keyword arguments of tests.builders.topology."""
    return st.one_of(scattered(), meeting())
