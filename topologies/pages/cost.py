"""What a topology costs a month, by zone, concern and element, against what is stated and allowed."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.urls import path

from topologies.graph import Graph
from topologies.pages import words
from topologies.pages.frame import Opened, PageRequest, framed, opened
from topologies.validation.costs import Costs, Share, by_concern, by_zone, costs, unpriced

BAR = 100
Row = dict[str, Any]


def cost(request: PageRequest, system: str, topology: str) -> HttpResponse:
    """Sums beside the drawing."""
    sheet = opened(request, system, topology)
    return framed(request, sheet, "cost", "topologies/parts/cost.html", _context(sheet))


def _context(sheet: Opened) -> Row:
    graph = sheet.graph
    found = costs(graph)
    names = {share.name: _zone_name(graph, share.name) for share in by_zone(graph, found)}
    return {
        "summed": words.span(found.low, found.high) if found.prices else "",
        "stated": words.stated_cost(graph.header.stated),
        "budget": _budget(graph),
        "sentences": sentences(graph, found),
        "zones": _bars(by_zone(graph, found), found, names),
        "concerns": _bars(by_concern(graph, found), found, {"zone": "Hosts and other zones"}),
        "elements": _elements(sheet, found),
        "unpriced": [_element(sheet, node.key) for node in unpriced(graph)],
    }


def _budget(graph: Graph) -> str:
    budget = graph.header.objectives.monthly_budget_usd
    return words.dollars(budget) if budget is not None else ""


def sentences(graph: Graph, found: Costs) -> list[str]:
    """How the sum, the document's figure and the budget stand to each other."""
    if not found.prices:
        return ["No element states what it costs."]
    return [*_against_stated(graph, found), *_against_budget(graph, found)]


def _against_stated(graph: Graph, found: Costs) -> Iterable[str]:
    stated = graph.header.stated
    ends = [value for value in (stated.monthly_cost_usd, stated.monthly_cost_high_usd) if value is not None]
    if not ends:
        return
    low, high = ends[0], ends[-1]
    if (found.low, found.high) == (low, high):
        yield "The elements add up to what the document states."
    elif found.high < low:
        yield f"The document states {words.dollars(low - found.high)} more than the elements add up to."
    elif found.low > high:
        yield f"The elements add up to {words.dollars(found.low - high)} more than the document states."
    else:
        yield "The sum and the document's figure overlap, and differ at their ends."


def _against_budget(graph: Graph, found: Costs) -> Iterable[str]:
    budget = graph.header.objectives.monthly_budget_usd
    if budget is None:
        return
    if found.high <= budget:
        yield f"The budget leaves {words.dollars(budget - found.high)} at least."
    elif found.low > budget:
        yield f"The budget is exceeded by {words.dollars(found.low - budget)} at least."
    else:
        yield f"At its highest the cost exceeds the budget by {words.dollars(found.high - budget)}."


def _zone_name(graph: Graph, key: str) -> str:
    return words.name_of(graph, key) if key else "In no zone"


def _bars(shares: Iterable[Share], found: Costs, names: dict[str, str]) -> list[Row]:
    return [
        {
            "name": names.get(share.name, share.name.capitalize()),
            "amount": words.span(share.low, share.high),
            "part": round(share.high / found.high * BAR) if found.high else 0,
            "priced": share.priced,
            "depth": min(share.depth, 5),
        }
        for share in shares
    ]


def _elements(sheet: Opened, found: Costs) -> list[Row]:
    priced = sorted(found.prices, key=lambda price: (-price.high, price.element.key))
    return [
        _element(sheet, price.element.key)
        | {
            "amount": words.span(price.low, price.high),
            "part": round(price.high / found.high * BAR) if found.high else 0,
        }
        for price in priced
    ]


def _element(sheet: Opened, key: str) -> Row:
    href = words.element_href(sheet.topology, key)
    return {"key": key, "name": words.name_of(sheet.graph, key), "href": href}


urlpatterns = [path("cost/", cost, name="cost")]
