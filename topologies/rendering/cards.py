"""Nodes as cards and zones as frames: their words, sizes and chips."""

from collections.abc import Mapping
from dataclasses import dataclass

from topologies.graph import Graph, Node, Zone
from topologies.kinds import Kind, Trait
from topologies.rendering import icons, sizes, text
from topologies.rendering.marks import group_marks, port_marks
from topologies.rendering.scene import Badge, Card, Frame
from topologies.rendering.views import Selection

_FAMILIES = (
    (Trait.HOST, "host"),
    (Trait.NETWORK, "network"),
    (Trait.REGION, "region"),
    (Trait.PROVIDER, "provider"),
)
_NAMED_FAMILIES = ("account", "cluster")


@dataclass(frozen=True, slots=True)
class Details:
    """What a picture is asked to tell beyond names: costs, and whether it is a thumbnail."""

    costs: bool = False
    thumbnail: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What every card and frame of one picture is made from."""

    graph: Graph
    selection: Selection
    badges: Mapping[str, Badge]
    numbers: Mapping[str, int]
    details: Details


def card(context: Context, node: Node) -> Card:
    kind = context.graph.kind(node)
    words = _kind_words(context, node, kind)
    width = _width(node.name, words)
    room = width - 2 * sizes.CARD_PAD
    badge = context.badges.get(node.key)
    ports = context.graph.ports_of.get(node.key, ()) if _shows_ports(context) else ()
    groups = context.graph.groups_on.get(node.key, ()) if _shows_groups(context) else ()
    return Card(
        node.key,
        node.zone or "",
        _classes(node, kind),
        icons.choose(kind.icon, kind.slug, "service"),
        node.name,
        words,
        f"{node.name}\n{words}",
        width,
        sizes.CARD_HEIGHT,
        node.optional,
        port_marks(ports, room - (sizes.BADGE_WIDTH if badge else 0)),
        group_marks(groups, context.numbers, room),
        badge,
    )


def closed_zone(context: Context, zone: Zone) -> Card:
    """A collapsed zone: one card that says how much it hides."""
    hidden = [key for key, holder in context.selection.stands_for.items() if holder == zone.key]
    nodes = sum(key in context.graph.nodes for key in hidden)
    words = f"{context.graph.kind(zone).label} · {nodes} node{'' if nodes == 1 else 's'}"
    frame_ = frame(context, zone)
    return Card(
        zone.key,
        zone.parent or "",
        f"node is-collapsed kind-{zone.kind}",
        frame_.icon,
        zone.name,
        words,
        f"{zone.name}\n{words}",
        _width(zone.name, words),
        sizes.CARD_HEIGHT,
        False,
        (),
        frame_.marks,
        frame_.badge,
    )


def frame(context: Context, zone: Zone) -> Frame:
    kind = context.graph.kind(zone)
    family = _family(zone, kind)
    groups = context.graph.groups_on.get(zone.key, ()) if _shows_groups(context) else ()
    marks = group_marks(groups, context.numbers, 240, rows=1)
    meta = text.fit(_meta(zone, kind), 200, sizes.META, mono=True)
    badge = context.badges.get(zone.key)
    return Frame(
        zone.key,
        zone.parent or "",
        f"zone zone-{family} kind-{zone.kind}",
        family,
        icons.choose(kind.icon, family, kind.slug, "group"),
        zone.name,
        meta,
        _frame_title(zone, kind),
        _header_width(zone, meta, sum(mark.width + sizes.CHIP_GAP for mark in marks)),
        marks,
        badge,
    )


def _shows_ports(context: Context) -> bool:
    return context.selection.ports and not context.details.thumbnail


def _shows_groups(context: Context) -> bool:
    return context.selection.groups and not context.details.thumbnail


def _width(label: str, words: str) -> float:
    needed = max(text.width(text.one_line(label), sizes.LABEL, bold=True), text.width(words, sizes.KIND))
    stepped = -(-(needed + sizes.CARD_TEXT + sizes.CARD_PAD) // 8) * 8
    return min(max(stepped, sizes.CARD_NARROW), sizes.CARD_WIDE)


def _header_width(zone: Zone, meta: str, marks: float) -> float:
    label = min(text.width(text.one_line(zone.name), sizes.ZONE_LABEL, bold=True), 240)
    end = text.width(meta, sizes.META, mono=True) + 20 if meta else 12
    return 32 + label + 12 + marks + end + sizes.BADGE_WIDTH  # kept free: a finding moves nothing


def _classes(node: Node, kind: Kind) -> str:
    optional = " is-optional" if node.optional else ""
    slot = f" slot-{node.slot}" if node.slot else ""
    return f"node kind-{kind.slug} concern-{kind.concern}{optional}{slot}"


def _kind_words(context: Context, node: Node, kind: Kind) -> str:
    words = [kind.label, _instances(node), " ".join(node.availability_zones), node.slot]
    words.append("optional" if node.optional else "")
    words.append(_cost(node) if context.details.costs else "")
    return text.one_line(" · ".join(word for word in words if word))


def _instances(node: Node) -> str:
    low, high = node.min_instances, node.max_instances
    if low == high:
        return "" if low == 1 else f"×{low}"
    return f"×{low}–{high}"


def _cost(element: Node | Zone) -> str:
    low, high = element.properties.monthly_cost_usd, element.properties.monthly_cost_high_usd
    if low is None and high is None:
        return ""
    ends = [f"{amount:,.2f}".removesuffix(".00") for amount in (low, high) if amount is not None]
    return f"${'–'.join(dict.fromkeys(ends))}"


def _family(zone: Zone, kind: Kind) -> str:
    if kind.has(Trait.TIER):
        return "tier-public" if getattr(zone.properties, "access", "") == "public" else "tier-private"
    by_trait = next((family for trait, family in _FAMILIES if kind.has(trait)), "")
    return by_trait or (kind.slug if kind.slug in _NAMED_FAMILIES else "group")


def _frame_title(zone: Zone, kind: Kind) -> str:
    listed = getattr(zone.properties, "availability_zones", ())
    words = (zone.name, f"{kind.label} · {_meta(zone, kind)}", " ".join(listed))
    return "\n".join(word for word in words if word)


def _meta(zone: Zone, kind: Kind) -> str:
    """The fact that places the zone: its CIDRs, region code, account or size."""
    found = zone.properties.model_dump(mode="json")
    cidrs = found.get("cidrs") or ()
    listed = list(dict.fromkeys(cidrs.values() if isinstance(cidrs, dict) else cidrs))
    if listed:
        return listed[0] if len(listed) == 1 else f"{listed[0]} +{len(listed) - 1}"
    named = next(
        (found[name] for name in ("code", "account", "instance_type", "engine") if found.get(name)), ""
    )
    spread = found.get("availability_zones") or ()
    zones = f"{len(spread)} AZs" if len(spread) > 1 else "".join(spread)
    size = _machine_size(found)
    return text.one_line(" · ".join(str(word) for word in (named, zones, size) if word)) or kind.label


def _machine_size(found: Mapping[str, object]) -> str:
    vcpus, memory = found.get("vcpus"), found.get("memory_mb")
    words = [f"{vcpus:g} vCPU" if isinstance(vcpus, float) else ""]
    words.append(f"{memory / 1024:g} GB" if isinstance(memory, int) else "")
    return " ".join(word for word in words if word)
