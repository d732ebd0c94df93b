"""What a topology costs a month: the sum of what its elements state."""

from dataclasses import dataclass

from topologies.graph import Graph, Node, Zone


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
