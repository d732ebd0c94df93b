"""What a topology costs a month: the sum of what its elements state."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from topologies.graph import Graph, Node, Zone
from topologies.kinds import Trait


@dataclass(frozen=True, slots=True)
class Price:
    """What one element states, in US dollars a month. One figure stands for both ends."""

    element: Node | Zone
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Costs:
    """Every stated price and their sums. No price at all is not the same as a price of nothing."""

    prices: tuple[Price, ...]

    @property
    def low(self) -> float:
        return round(sum(price.low for price in self.prices), 2)

    @property
    def high(self) -> float:
        return round(sum(price.high for price in self.prices), 2)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """One row for each price above zero, dearest first, then the sum."""
        priced = sorted(
            (price for price in self.prices if price.high), key=lambda one: (-one.high, one.element.key)
        )
        return (
            *((price.element.key, dollars(price.low, price.high)) for price in priced),
            ("sum", str(self)),
        )

    def __str__(self) -> str:
        return dollars(self.low, self.high)


def costs(graph: Graph) -> Costs:
    """The prices of the graph's zones and nodes."""
    elements: tuple[Node | Zone, ...] = (*graph.zones.values(), *graph.nodes.values())
    return Costs(tuple(price for element in elements if (price := _price(element)) is not None))


def billed(graph: Graph, found: Costs) -> tuple[str, ...]:
    """What a finding about the whole cost is about: the outermost zones of what has a price; of everything where nothing has.

    An element in no zone stands for itself.
    """
    priced = [price.element for price in found.prices if price.high] or [
        *graph.zones.values(),
        *graph.nodes.values(),
    ]
    return tuple(sorted({(graph.path(element) or (element,))[-1].key for element in priced}))


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the sum: what stands in a zone at any depth (`depth` below the outermost), or what has one concern."""

    name: str
    low: float
    high: float
    priced: int
    depth: int = 0


def by_zone(graph: Graph, found: Costs) -> tuple[Share, ...]:
    """Every zone in which something has a price, each before those that it holds; "" = what stands in no zone."""
    held: dict[str, list[Price]] = {}
    for price in found.prices:
        for key in [zone.key for zone in graph.path(price.element)] or [""]:
            held.setdefault(key, []).append(price)
    outside = [_share("", held[""])] if "" in held else []
    return (*_inside(graph, held, "", 0), *outside)


def _inside(graph: Graph, held: dict[str, list[Price]], key: str, depth: int) -> Iterator[Share]:
    shares = [
        _share(zone.key, held[zone.key], depth) for zone in graph.child_zones.get(key, ()) if zone.key in held
    ]
    for share in sorted(shares, key=lambda one: (-one.high, one.name)):
        yield share
        yield from _inside(graph, held, share.name, depth + 1)


def by_concern(graph: Graph, found: Costs) -> tuple[Share, ...]:
    """Every concern of the catalogue in which something has a price, dearest first; a host's own price is of "zone"."""
    held: dict[str, list[Price]] = {}
    for price in found.prices:
        held.setdefault(graph.kind(price.element).concern, []).append(price)
    return tuple(
        sorted((_share(name, rows) for name, rows in held.items()), key=lambda one: (-one.high, one.name))
    )


def _share(name: str, prices: Iterable[Price], depth: int = 0) -> Share:
    rows = Costs(tuple(prices))
    return Share(name, rows.low, rows.high, len(rows.prices), depth)


def unpriced(graph: Graph) -> tuple[Node, ...]:
    """Nodes that state no price and stand on nothing that states one; people and other people's systems apart."""
    free = {Trait.INTERNET, Trait.EXTERNAL}
    return tuple(
        node
        for node in graph.nodes.values()
        if not graph.kind(node).traits & free
        and _price(node) is None
        and not any(_price(zone) is not None for zone in graph.path(node))
    )


def dollars(low: float, high: float) -> str:
    """A figure or a range for people: "$42", "$42 to $122"."""
    return _figure(low) if low == high else f"{_figure(low)} to {_figure(high)}"


def _figure(amount: float) -> str:
    return f"${amount:,.2f}".removesuffix(".00")


def _price(element: Node | Zone) -> Price | None:
    low, high = element.properties.monthly_cost_usd, element.properties.monthly_cost_high_usd
    if low is None and high is None:
        return None
    return Price(element, low or 0, high if high is not None else low or 0)
