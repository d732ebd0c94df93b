"""Hypothesis strategies of valid topologies, drawn from the catalogue as it is.

`graphs()` is what most tests want: nested zones, nodes with typed properties, and everything that hangs on them,
under labels that try to break out of every format.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from topologies.documents import parse
from topologies.graph import Element, Graph
from topologies.kinds import Kind, Trait, node_kinds, zone_kinds
from topologies.scalars import Cidr, Key

HOSTILE = (
    "",
    "</script><script>alert(1)</script>",
    '" onload="alert(1)',
    "'; DROP TABLE nodes; --",
    '${file("/etc/passwd")} %{ for x in y }',
    "{{ env.SECRET }} {$SECRET}",
    "a\nb\r\nc\td",
    "\\N \\G \\L <b>&amp;</b> ]]>",
    "- yaml: &anchor !!python/object [",
    "\u202eright to left \u05e9\u05dc\u05d5\u05dd",
    "日本語 🚀 e\u0301",
    "x" * 200,
)
CIDRS = ("0.0.0.0/0", "::/0", "10.0.0.0/16", "10.0.1.0/24", "203.0.113.7/32", "2001:db8::/32")
PROTOCOLS = ("tcp", "udp", "icmp", "all")

Fields = dict[str, Any]
Draw = Callable[[st.SearchStrategy[Any]], Any]


@cache  # what a strategy is made of takes longer than to draw from it
def labels() -> st.SearchStrategy[str]:
    characters = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
    return st.one_of(st.sampled_from(HOSTILE), st.text(characters, max_size=20))


# --- typed properties ------------------------------------------------------------------------------------


@cache
def properties(model: type[BaseModel]) -> st.SearchStrategy[Fields]:
    """Fields that the model accepts: every required one and any of the others."""
    fields = model.model_fields
    drawn = st.fixed_dictionaries(
        {name: _field(info) for name, info in fields.items() if info.is_required()},
        optional={name: _field(info) for name, info in fields.items() if not info.is_required()},
    )
    return drawn.filter(partial(_accepts, model))


def _accepts(model: type[BaseModel], fields: Fields) -> bool:
    """Some models compare their fields with each other, which no strategy of single fields knows."""
    try:
        model.model_validate(fields)
    except ValidationError:
        return False
    return True


def _field(info: FieldInfo) -> st.SearchStrategy[Any]:
    return _values(info.annotation, info.metadata)


def _values(kind: Any, metadata: Iterable[Any] = ()) -> st.SearchStrategy[Any]:
    if kind in _EXACT:
        return _EXACT[kind]()
    origin, inner = get_origin(kind), get_args(kind)
    if origin in _GENERIC:
        return _GENERIC[origin](inner, metadata)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return properties(kind)
    return _numbers(kind, metadata)


_EXACT: dict[Any, Callable[[], st.SearchStrategy[Any]]] = {
    Cidr: lambda: st.sampled_from(CIDRS),
    Key: lambda: st.sampled_from(("alpha", "beta-2")),
    NoneType: st.none,
    bool: st.booleans,
    str: labels,
}


def _union(inner: tuple[Any, ...], metadata: Iterable[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(*(_values(one, metadata) for one in inner))


_GENERIC: dict[Any, Callable[[tuple[Any, ...], Iterable[Any]], st.SearchStrategy[Any]]] = {
    Annotated: lambda inner, _: _values(inner[0], inner[1:]),
    Union: _union,
    UnionType: _union,
    Literal: lambda inner, _: st.sampled_from(inner),
    tuple: lambda inner, _: st.lists(_values(inner[0]), max_size=2),
    dict: lambda inner, _: st.dictionaries(_values(inner[0]), _values(inner[1]), max_size=2),
}


def _numbers(kind: Any, metadata: Iterable[Any]) -> st.SearchStrategy[Any]:
    low, high = 0, 1_000_000_000
    for mark in _flat(metadata):
        if isinstance(mark, Ge | Gt):
            low = mark.ge if isinstance(mark, Ge) else mark.gt + 1
        elif isinstance(mark, Le | Lt):
            high = mark.le if isinstance(mark, Le) else mark.lt
    if kind is int:
        return st.integers(low, high)
    assert kind is float, f"no strategy for {kind}"
    return st.floats(min(low, high), high, allow_nan=False)


def _flat(metadata: Iterable[Any]) -> Iterator[Any]:
    for mark in metadata:
        yield from mark.metadata if isinstance(mark, FieldInfo) else (mark,)


# --- elements --------------------------------------------------------------------------------------------


@cache
def _said() -> st.SearchStrategy[Fields]:
    return st.fixed_dictionaries({}, optional={"label": labels(), "note": labels(), "stated_in": labels()})


def _may_stand(kind: Kind, zones: dict[str, Fields]) -> list[str | None]:
    """Zones, and None for no zone, that an element of the kind may stand in."""
    places: list[str | None] = [key for key, zone in zones.items() if zone["kind"] in kind.parents]
    return [None, *places] if "" in kind.parents else places


def _zones(draw: Draw) -> dict[str, Fields]:
    """Two networks, a tier and a host always; others in, around and beside them."""
    zones: dict[str, Fields] = {}
    wanted = ["provider", "network", "network", "subnet-tier", "droplet"]
    wanted += draw(st.lists(st.sampled_from(sorted(zone_kinds())), max_size=5))
    for number, slug in enumerate(wanted):
        kind = zone_kinds()[slug]
        if places := _may_stand(kind, zones):
            fields = {"kind": slug, "properties": draw(properties(kind.properties)), **draw(_said())}
            zones[f"zone-{number}"] = fields | _optional("parent", draw(st.sampled_from(places)))
    return zones


def _nodes(draw: Draw, zones: dict[str, Fields]) -> dict[str, Fields]:
    nodes: dict[str, Fields] = {}
    for number, slug in enumerate(
        draw(st.lists(st.sampled_from(sorted(node_kinds())), min_size=2, max_size=5))
    ):
        kind = node_kinds()[slug]
        if places := _may_stand(kind, zones):
            counts = sorted(draw(st.tuples(st.integers(0, 9), st.integers(0, 9))))
            nodes[f"node-{number}"] = {
                "kind": slug,
                "min_instances": counts[0],
                "max_instances": counts[1],
                "availability_zones": draw(st.lists(labels(), max_size=2)),
                "slot": draw(st.sampled_from(("", "blue", "green"))),
                "optional": draw(st.booleans()),
                "properties": draw(properties(kind.properties)),
                **draw(_said()),
                **_optional("zone", draw(st.sampled_from(places))),
            }
    return nodes


def _optional(field: str, value: Any) -> Fields:
    return {} if value is None else {field: value}


def _ports(draw: Draw, nodes: Sequence[str]) -> dict[str, Fields]:
    def port() -> Fields:
        first, last = sorted(draw(st.tuples(st.integers(1, 65535), st.integers(1, 65535))))
        return {
            "node": draw(st.sampled_from(nodes)),
            "number": first,
            **_optional("end", draw(st.sampled_from((None, last)))),
            "protocol": draw(st.sampled_from(("tcp", "udp"))),
            "application": draw(labels()),
            "tls": draw(st.booleans()),
            "bind": draw(st.sampled_from(("localhost", "private", "all"))),
            "access": draw(st.sampled_from(("", "localhost", "private", "admin", "public"))),
        }

    return _some(draw, "port", port)


def _some(draw: Draw, prefix: str, make: Callable[[], Fields], most: int = 4) -> dict[str, Fields]:
    """Up to `most` elements, each with something said about it."""
    count = draw(st.integers(0, most))
    return {f"{prefix}-{number}": make() | draw(_said()) for number in range(count)}


def _range(draw: Draw) -> Fields:
    protocol = draw(st.sampled_from(PROTOCOLS))
    first, last = sorted(draw(st.tuples(st.integers(1, 65535), st.integers(1, 65535))))
    if protocol in ("icmp", "all"):
        return {"protocol": protocol}
    return {"protocol": protocol} | draw(
        st.sampled_from(({}, {"from_port": first}, {"from_port": first, "to_port": last}))
    )


def _security(draw: Draw, zones: dict[str, Fields], nodes: Sequence[str]) -> dict[str, dict[str, Fields]]:
    defaults = st.sampled_from(("allow", "deny"))

    def group() -> Fields:
        return {
            "firewall": draw(st.booleans()),
            "is_default": draw(st.booleans()),
            "default_ingress": draw(defaults),
            "default_egress": draw(defaults),
            **_optional("zone", draw(st.sampled_from((None, *zones)))),
        }

    groups = _some(draw, "group", group)
    if not groups:
        return {}

    def rule() -> Fields:
        peers = [("cidr", one) for one in CIDRS] + [("peer_group", one) for one in groups]
        field, peer = draw(st.sampled_from(peers + [("peer_zone", one) for one in zones]))
        sides = {"group": draw(st.sampled_from(sorted(groups))), field: peer}
        return sides | {"direction": draw(st.sampled_from(("ingress", "egress")))} | _range(draw)

    hosts = _with(zones, Trait.HOST)

    def attachment() -> Fields:
        target = draw(st.sampled_from([*nodes, *hosts]))
        return {"group": draw(st.sampled_from(sorted(groups))), "target": target}

    return {
        "security_groups": groups,
        "rules": _some(draw, "rule", rule),
        "attachments": _some(draw, "attachment", attachment),
    }


def _with(zones: dict[str, Fields], trait: Trait) -> list[str]:
    return [key for key, zone in zones.items() if zone_kinds()[zone["kind"]].has(trait)]


def _network(draw: Draw, zones: dict[str, Fields], nodes: Sequence[str]) -> dict[str, dict[str, Fields]]:
    networks, tiers = _with(zones, Trait.NETWORK), _with(zones, Trait.TIER)
    peering = {"network": networks[0], "peer": networks[-1]}
    peerings = _some(draw, "peering", peering.copy, most=1)

    def route() -> Fields:
        return {
            "zone": draw(st.sampled_from(tiers)),
            "destination": draw(st.sampled_from(CIDRS)),
            "via": draw(st.sampled_from([*nodes, *peerings, *networks])),
            "availability_zone": draw(labels()),
        }

    acls = _some(draw, "acl", lambda: {"zone": draw(st.sampled_from(tiers))}, most=2)
    numbers = iter(draw(st.lists(st.integers(1, 32766), unique=True, min_size=4, max_size=4)))

    def entry() -> Fields:
        return {
            "acl": draw(st.sampled_from(sorted(acls))),
            "number": next(numbers),
            "direction": draw(st.sampled_from(("ingress", "egress"))),
            "action": draw(st.sampled_from(("allow", "deny"))),
            "cidr": draw(st.sampled_from(CIDRS)),
            **_range(draw),
        }

    return {
        "peerings": peerings,
        "routes": _some(draw, "route", route),
        "network_acls": acls,
        "acl_entries": _some(draw, "entry", entry) if acls else {},
    }


def _traffic(draw: Draw, nodes: Sequence[str], ports: dict[str, Fields]) -> dict[str, dict[str, Fields]]:
    if len(nodes) < 2:
        return {}

    def ends() -> Fields:
        source, target = draw(st.permutations(nodes))[:2]
        fitting = [key for key, port in ports.items() if port["node"] == target]
        port = draw(st.sampled_from((None, *fitting)))
        return {
            "source": source,
            "target": target,
            "encrypted": draw(st.sampled_from((None, True, False))),
        } | (_optional("port", port))

    def link() -> Fields:
        roles = ("traffic", "dns", "control", "telemetry", "deployment")
        weight = draw(st.one_of(st.none(), st.integers(0, 100)))
        return ends() | {"role": draw(st.sampled_from(roles)), "protocol": draw(labels()), "weight": weight}

    def replication() -> Fields:
        seconds = st.one_of(st.none(), st.floats(0, 1e12))
        return ends() | {
            "mode": draw(st.sampled_from(("sync", "async", "logical", "snapshot"))),
            "lag_seconds": draw(seconds),
            "failover": draw(st.sampled_from(("none", "manual", "automatic"))),
            "failover_seconds": draw(seconds),
            "conflict_policy": draw(labels()),
        }

    return {"links": _some(draw, "link", link), "replications": _some(draw, "replication", replication)}


def _views(draw: Draw, zones: dict[str, Fields], nodes: Sequence[str]) -> dict[str, Fields]:
    spot = st.fixed_dictionaries(
        {"x": st.floats(-1e6, 1e6), "y": st.floats(-1e6, 1e6)},
        optional={"width": st.floats(1, 1e6), "height": st.floats(1, 1e6), "collapsed": st.booleans()},
    )
    shows = st.sampled_from(("everything", "network", "dataflow", "security", "zone"))

    def view() -> Fields:
        shown = draw(shows)
        fields = {"shows": shown} | (
            {"zone": draw(st.sampled_from(sorted(zones)))} if shown == "zone" else {}
        )
        return fields | {
            "placements": draw(st.dictionaries(st.sampled_from([*zones, *nodes]), spot, max_size=3))
        }

    return _some(draw, "view", view, most=2)


def _header(draw: Draw, system: str, slug: str) -> Fields:
    return {
        "system": system,
        "slug": slug,
        "label": draw(labels()),
        "environment": draw(st.sampled_from(("development", "staging", "production", "other"))),
        "summary": draw(labels()),
        "ratings": draw(st.dictionaries(labels(), st.integers(1, 5), max_size=2)),
        "notes": draw(st.lists(st.fixed_dictionaries({"text": labels(), "stated_in": labels()}), max_size=2)),
        "objectives": draw(st.fixed_dictionaries({}, optional={"rto_seconds": st.floats(0, 1e9)})),
    }


@st.composite
def documents(draw: Draw, system: str = "sample", slug: str = "topology") -> dict[str, Any]:
    """A valid document, not in canonical form."""
    zones = _zones(draw)
    nodes = _nodes(draw, zones)
    document: dict[str, Any] = {"format": 1, "topology": _header(draw, system, slug), "zones": zones}
    if nodes:
        document |= {"nodes": nodes, "ports": _ports(draw, list(nodes))}
    document |= _security(draw, zones, list(nodes)) | _network(draw, zones, list(nodes))
    document |= _traffic(draw, list(nodes), document.get("ports", {}))
    return document | {"views": _views(draw, zones, list(nodes))}


def graphs(system: str = "sample", slug: str = "topology") -> st.SearchStrategy[Graph]:
    """Valid graphs."""
    return documents(system, slug).map(parse)


def elements_of(graph: Graph) -> st.SearchStrategy[Element]:
    """Any element of a graph that has some."""
    return st.sampled_from(list(graph.elements()))
