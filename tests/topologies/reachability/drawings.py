"""Small random networks in the notation of tests.builders: nested zones, networks, tiers, hosts, filters and routes.

Network one is 10.0.0.0/28 and network two 10.1.0.0/28, with subnets of two addresses: small enough to try every packet.
"""

from typing import Any

from hypothesis import strategies as st

from tests.hunting import Dice, Shape

PUBLIC_CIDRS = ["0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1", "203.0.113.0/24", "2001:db8::/32"]
PRIVATE_CIDRS = [
    "10.0.0.0/28",
    "10.0.0.0/31",
    "10.0.0.1/32",
    "10.0.0.8/30",
    "10.1.0.0/28",
    "10.1.0.8/32",
    "10.0.0.0/8",
    "fd00::/16",
]
PORTS = [443, 5432]
KINDS = ["app", "app", "app", "rds", "rds", "db", "db", "lb", "web", "pooler", "bastion"]
TIERED = ("app", "rds", "db", "lb", "web", "pooler", "bastion", "nat", "endpoint")
HOSTED = ("app", "db", "web", "pooler", "bastion")
AROUND = ["cloud", "here", "pod", "shelf"]
GATES = ("gateway", "nat", "endpoint")

ACCESS = (["public", "public", "private"], ["private", "private", "private", "isolated", "public"])
LISTENING = [
    "443",
    "5432",
    "1-65535",
    "1-65535",
    "1-65535 private",
    "5432 private",
    "443 localhost",
    "443 udp",
]
RANGES = ["443", "5432", "5000-6000", "1-65535", "1-65535", "1024-65535", "32768-65535"]
PROTOCOLS = ["tcp", "tcp", "tcp", "udp"]


def drawing(dice: Dice) -> Shape:
    """A whole topology as keyword arguments of tests.builders.topology, and what to ask about it."""
    shape = dice.choice([scattered, scattered, meeting])(dice)
    return {**shape, "asked": asked(dice, shape)}


def drawings() -> st.SearchStrategy[Shape]:
    """The same for hypothesis."""
    return st.integers(0, 1_000_000).map(lambda seed: without_questions(drawing(Dice(seed))))


def without_questions(shape: Shape) -> Shape:
    return {key: value for key, value in shape.items() if key != "asked"}


def asked(dice: Dice, shape: Shape) -> list[str]:
    """Ten flows: source, target, protocol and port."""
    targets = [key for key in shape["nodes"] if not key.startswith((*GATES, "internet"))]
    sources = ["(internet)", *(key for key in shape["nodes"] if not key.startswith(GATES))]
    pairs = [(one, other) for one in sources for other in targets if one != other]
    return [
        f"{source} {target} {dice.choice(PROTOCOLS)} {dice.choice(PORTS)}"
        for source, target in dice.some(pairs, 10, 10)
    ]


# --- scattered ---------------------------------------------------------------------------------------------------


def scattered(dice: Dice) -> Shape:
    """Parts anywhere, with groups, firewalls, hosts, endpoints and now and then an ACL or a route."""
    around = zones(dice)
    parts = nodes(dice, around)
    peered = dice.chance(70)
    gateways = {f"gateway-{network}": {"zone": network} for network in ("one", "two")}
    return {
        "zones": around,
        "nodes": {**parts, **gateways},
        "draw": "\n".join(lines(dice, list(parts))),
        "ports": {key: ports(dice) for key in parts},
        "groups": groups(dice, parts, around),
        "routes": routes(dice, parts, peered),
        "acls": acls(dice, ["one-front", "one-back", "two-front"], 25),
        "peerings": ["one two"] if peered else [],
    }


def zones(dice: Dice) -> Shape:
    """Two networks, one of them deep in zones; tiers, a group of parts in a tier, a host in each place."""
    found: Shape = {
        "cloud": {"provider": "aws"},
        "here": {"region": "eu-west-1", "in": "cloud"},
        "box": {"host": dice.choice(["droplet", "vm"]), "public_ip": dice.chance(50)},
        "shelf": {"kind": "group"},
    }
    for second, network in enumerate(("one", "two")):
        cidrs = [f"10.{second}.0.0/28", f"fd0{second}::/112"] if dice.chance(80) else []
        found[network] = {"network": cidrs, "in": ("here", "shelf")[second]}
        for place, tier in enumerate((f"{network}-front", f"{network}-back")):
            found[tier] = {dice.choice(ACCESS[place]): subnets(dice, second, 8 * place), "in": network}
        found[f"{network}-box"] = {
            "host": "droplet",
            "in": dice.choice([network, f"{network}-front", f"{network}-back"]),
            "public_ip": dice.chance(50),
        }
    found["pod"] = {"kind": "group", "in": "one-back"}
    found["pod-box"] = {"host": "vm", "in": "pod", "public_ip": dice.chance(30)}
    return found


def subnets(dice: Dice, second: int, start: int) -> dict[str, str]:
    """Availability zones a and b, of either address family or of both, or none that is stated."""
    old = {"a": f"10.{second}.0.{start}/31", "b": f"10.{second}.0.{start + 4}/31"}
    new = {"a": f"fd0{second}::{start}/127", "b": f"fd0{second}::{start + 4}/127"}
    return dice.choice([old, old, {"a": old["a"]}, new, {"a": old["a"], "b": new["b"]}, {}])


def nodes(dice: Dice, zones: Shape) -> Shape:
    """Some parts, most of them near each other, and often a NAT and an endpoint for each network."""
    outside = dice.choice(["stripe", "bucket", "internet", "operators"])
    found: Shape = {f"{outside}-outside": node(dice, outside, "", zones)}
    inside = [key for key in zones if key not in ("box", "cloud", "here", "shelf")]
    near = dice.some([*inside, "one-back", "two-back"], 1, 2)
    for number in range(dice.randint(2, 4)):
        kind = dice.choice(KINDS)
        found[f"{kind}-{number}"] = node(dice, kind, _place(dice, kind, near, zones), zones)
    for network in ("one", "two"):
        if dice.chance(60):
            place = dice.choice([*[f"{network}-front"] * 3, network, f"{network}-back"])
            found[f"nat-{network}"] = node(dice, "nat", place, zones)
        if dice.chance(20):
            found[f"endpoint-{network}"] = {"zone": f"{network}-back"}
    return found


def _place(dice: Dice, kind: str, near: list[str], zones: Shape) -> str:
    places = (*near * 12, *(key for key in zones if key not in ("cloud", "here", "shelf")), "")
    return dice.choice([place for place in places if _may_stand(kind, place, zones)])


def _may_stand(kind: str, place: str, zones: Shape) -> bool:
    if place in ("", "pod"):
        return True
    return kind in (HOSTED if "host" in zones[place] else TIERED)


def node(dice: Dice, kind: str, place: str, zones: Shape) -> Shape:
    row: Shape = {"zone": place} if place else {}
    if kind in ("app", "bastion"):
        row["public_ip"] = dice.chance(50)
    if kind in ("rds", "bucket"):
        row["publicly_accessible"] = dice.chance(50)
    if kind == "lb":
        row["internet_facing"] = dice.chance(70)
    if kind == "operators":
        row |= {"kind": "operators", "source_cidrs": dice.some(["203.0.113.9/32", "90.0.0.1/32"], 0, 2)}
    if kind in TIERED and place and dice.chance(40):
        row["azs"] = dice.choice([["a"], ["b"], ["a", "b"]])
    return row


def lines(dice: Dice, parts: list[str]) -> list[str]:
    """What endpoints lead to, and what proxies pass on."""
    ends = [key for key in parts if key.startswith("endpoint")]
    stores = [key for key in parts if key.startswith("bucket")]
    passing = [key for key in parts if key.startswith(("lb", "web", "pooler", "bastion"))]
    behind = [key for key in parts if key.startswith(("app", "db", "rds", "web", "pooler"))]
    pairs = [f"{one} -> {other}" for one in passing for other in behind if one != other]
    return [f"{end} -> {store}" for end in ends for store in stores] + dice.some(pairs, 0, 4)


def ports(dice: Dice) -> list[str]:
    rows = dice.some(LISTENING, 0, 2) if dice.chance(60) else ["1-65535"]
    return list({row.split()[0]: row for row in rows}.values())


# --- filters and routes ------------------------------------------------------------------------------------------


def groups(dice: Dice, nodes: Shape, zones: Shape) -> Shape:
    names = [f"sg-{number}" for number in range(dice.randint(0, 3))]
    hosts = [key for key, row in zones.items() if "host" in row]
    peers = PUBLIC_CIDRS * 2 + PRIVATE_CIDRS + names * 2 + ["one", "two-front", *AROUND]
    return {
        name: {
            "on": dice.some([*nodes, *hosts], 1, 3),
            "in": dice.several(lambda: traffic(dice, "from", peers), 0, 3),
            "out": dice.several(lambda: traffic(dice, "to", peers), 0, 3),
            "firewall": dice.chance(30),
            "default_ingress": dice.choice(["deny", "deny", "deny", "allow"]),
            "default_egress": dice.choice(["deny", "allow", "allow"]),
        }
        for name in names
    }


def traffic(dice: Dice, word: str, peers: list[str]) -> str:
    if dice.chance(25):
        return f"all {word} {dice.choice(peers)}"
    return f"{dice.choice(PROTOCOLS)} {dice.choice(RANGES)} {word} {dice.choice(peers)}"


def routes(dice: Dice, nodes: Shape, peered: bool, hosts: bool = True) -> Shape:
    found = {}
    nats = [key for key in nodes if key.startswith("nat")]
    for network, other in (("one", "10.1"), ("two", "10.0")):
        gates = ["gateway-" + network, *nats, *([f"{network}-box"] if hosts else [])]
        for tier in (f"{network}-front", f"{network}-back"):
            if dice.chance(30):
                ways = [f"{cidr} via {gate}" for cidr in ("0.0.0.0/0", "::/0") for gate in gates]
                if peered:
                    cidrs = (f"{other}.0.0/28", f"{other}.0.0/29", f"{other}.0.8/32", "0.0.0.0/0", "fc00::/7")
                    ways += [f"{cidr} via one-two" for cidr in cidrs]
                    ways += [f"{other}.0.0/31 via {gates[0]}"]
                found[tier] = [row + dice.choice(["", "", " @a"]) for row in dice.some(ways, 1, 3)]
    return found


def acls(dice: Dice, tiers: list[str], likely: int) -> Shape:
    found = {}
    for tier in tiers:
        if dice.chance(likely):
            rows = dice.several(lambda: acl_traffic(dice), 1, 4)
            ordered = [f"{number} {row}" for number, row in enumerate(rows, 1)]
            found[tier] = [*ordered, "100 allow in all from 0.0.0.0/0", "101 allow out all to 0.0.0.0/0"]
    return found


def acl_traffic(dice: Dice) -> str:
    way, word = dice.choice([("in", "from"), ("out", "to")])
    cidrs = [*PUBLIC_CIDRS[:2], *PRIVATE_CIDRS]
    return f"{dice.choice(['allow', 'deny'])} {way} {traffic(dice, word, cidrs)}"


# --- meeting -----------------------------------------------------------------------------------------------------


def meeting(dice: Dice) -> Shape:
    """Parts that would all reach each other, in two peered networks, but for one or two sorts of filters and routes."""
    around: Shape = {
        "one": {"network": ["10.0.0.0/28"]},
        "one-front": {"public": _pair(dice, "10.0.0.0/31", "10.0.0.4/31"), "in": "one"},
        "one-back": {_closed(dice): _pair(dice, "10.0.0.8/31", "10.0.0.12/31"), "in": "one"},
        "two": {"network": ["10.1.0.0/28"]},
        "two-front": {"public": _pair(dice, "10.1.0.4/31", "10.1.0.12/31"), "in": "two"},
        "two-back": {_closed(dice): _pair(dice, "10.1.0.0/31", "10.1.0.8/31"), "in": "two"},
    }
    standing = {"app-one": "one-back", "lb-one": "one-front", "db-two": "two-back"}
    standing |= {"app-two": dice.choice(["two-back", "two-front"])}
    standing |= {"nat-one-a": "one-front", "nat-one-b": "one-front", "nat-two": "two-front"}
    parts = {key: {"zone": zone, **_pinned(dice)} for key, zone in standing.items()}
    kept = dice.choice(["groups", "acls", "routes", "acls routes", "groups routes", "groups acls"])
    gateways: Shape = {f"gateway-{network}": {"zone": network} for network in ("one", "two")}
    return {
        "zones": around,
        "nodes": {**parts, **gateways, "stripe-outside": {}, "bucket-outside": {}},
        "draw": "lb-one -> app-one\nlb-one -> app-two",
        "ports": {key: ["1-65535"] for key in standing if not key.startswith("nat")},
        "groups": guards(dice, ["app-one", "db-two", "lb-one"]) if "groups" in kept else {},
        "routes": routes(dice, parts, peered=True, hosts=False) if "routes" in kept else {},
        "acls": acls(dice, [zone for zone in around if "-" in zone], 40) if "acls" in kept else {},
        "peerings": ["one two"],
    }


def _closed(dice: Dice) -> str:
    return dice.choice(["private", "private", "isolated"])


def _pair(dice: Dice, first: str, second: str) -> dict[str, str]:
    return dice.choice([{"a": first, "b": second}, {"a": first, "b": second}, {"a": first}])


def _pinned(dice: Dice) -> dict[str, Any]:
    return dice.choice([{}, {"azs": ["a"]}, {"azs": ["b"]}])


def guards(dice: Dice, parts: list[str]) -> Shape:
    """A group of its own on some parts, each with a rule or two in the direction that it filters."""
    names = {part: f"sg-{part}" for part in dice.some(parts, 1, len(parts))}
    known = ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "203.0.113.0/24"]
    peers = [*known, *PRIVATE_CIDRS, "one", "one-back", *names.values()]
    found = {}
    for part, name in names.items():
        way, word, other = dice.choice([("in", "from", "egress"), ("out", "to", "ingress")])
        rules = [traffic(dice, word, peers) for _ in range(dice.randint(1, 2))]
        found[name] = {"on": [part], way: rules, f"default_{other}": "allow", "firewall": dice.chance(50)}
    return found
