"""What stands after a merge: no element refers to one that is gone."""

from collections.abc import Iterator

from topologies.documents import dump_element
from topologies.graph import Element, Graph, View
from topologies.operations.merging.elements import Ledger
from topologies.operations.merging.model import Clash, Side, States
from topologies.operations.merging.sides import Place, Sides, opposite
from topologies.operations.working import cascade, hangs_on


class Standing:
    """Their graph with `news` over it: the merged topology while it is being put together."""

    def __init__(self, sides: Sides) -> None:
        self.sides = sides
        self.news: dict[Place, Element | None] = {}

    def put(self, place: Place, element: Element | None) -> None:
        if element == self.sides.theirs.section(place[0]).get(place[1]):
            self.news.pop(place, None)
        else:
            self.news[place] = element

    def find(self, key: str) -> Element | None:
        return next((one for one in self._candidates(key) if one is not None), None)

    def _candidates(self, key: str) -> Iterator[Element | None]:
        theirs = self.sides.theirs.find(key)
        if theirs and (theirs.section, key) not in self.news:
            yield theirs
        for graph in (self.sides.mine, self.sides.theirs, self.sides.base):
            known = graph.find(key)
            if known:
                yield self.news.get((known.section, key))

    def drop(self, key: str) -> None:
        element = self.find(key)
        if element:
            self.put((element.section, key), None)

    def restore(self, key: str, keeper: Side) -> None:
        """Bring back an element as its keeper has it, with all that it needs and all that went along with it."""
        graph = self.sides.graph(keeper)
        for name in (*_needs(graph, key), *cascade(graph, key)):
            element = graph.find(name)
            if element and self.find(name) is None and all(self.find(target) for target in element.targets()):
                self.put((element.section, name), element)

    def dangling(self) -> dict[str, list[tuple[Element, str]]]:
        """Keys that are gone, and the elements that still refer to each, with the field."""
        found: dict[str, list[tuple[Element, str]]] = {}
        for element in self._suspects():
            for field in element.references():
                target = getattr(element, field)
                if target is not None and self.find(target) is None:
                    found.setdefault(target, []).append((element, field))
        return dict(sorted(found.items()))

    def _suspects(self) -> Iterator[Element]:
        changed = [element for element in self.news.values() if element]
        yield from changed
        seen = {element.key for element in changed}
        gone = [key for (_, key), element in self.news.items() if element is None]
        for name in sorted({one for key in gone for one in self.sides.theirs.referrers.get(key, ())} - seen):
            element = self.find(name)
            if element:
                yield element


def _needs(graph: Graph, key: str) -> list[str]:
    """The element and everything that it refers to, what is referred to first."""
    ordered: dict[str, None] = {}

    def visit(name: str) -> None:
        element = graph.find(name)
        if element and name not in ordered:
            for target in element.targets():
                visit(target)
            ordered[name] = None

    visit(key)
    return list(ordered)


def hold(standing: Standing, ledger: Ledger) -> None:
    """Settle every reference to an element that one side removed."""
    asked: set[str] = set()
    while missing := standing.dangling():
        for key, users in missing.items():
            if standing.find(key) is None:
                _settle(standing, ledger, key, users, again=key in asked)
            asked.add(key)
    _clear_places(standing)


def _settle(
    standing: Standing, ledger: Ledger, key: str, users: list[tuple[Element, str]], again: bool
) -> None:
    remover = standing.sides.remover(key)
    if remover and not again:
        decision = ledger.settle(_clash(standing.sides, key, users, remover))
        if decision.take == opposite(remover):
            standing.restore(key, opposite(remover))
            return
    for element, field in users:
        _let_go(standing, element, field, key)


def _clash(sides: Sides, key: str, users: list[tuple[Element, str]], remover: Side) -> Clash:
    gone = sides.base.find(key)
    names = ", ".join(dict.fromkeys(element.name for element, _ in users))
    where = ("here", "in the newer revision")
    removed, used = where if remover == "mine" else where[::-1]
    message = f"{gone.name if gone else key} was removed {removed}, and {names} needs it {used}."
    found = (graph.find(key) for graph in (sides.base, sides.mine, sides.theirs))
    states = States(*(one and dump_element(one) for one in found))
    others = tuple(sorted({element.key for element, _ in users}))
    return Clash("reference", key, "", message, states, others)


def _let_go(standing: Standing, element: Element, field: str, key: str) -> None:
    """As a removal does: what hangs on the element goes too, and the rest forgets it."""
    now = standing.find(element.key)
    if now is None or getattr(now, field) != key:
        return
    if hangs_on(now, key):
        standing.drop(now.key)
    else:
        standing.put((now.section, now.key), now.model_copy(update={field: None}))


def _clear_places(standing: Standing) -> None:
    """No view keeps the place of what is gone."""
    gone = {
        key for (_, key), element in standing.news.items() if element is None and standing.find(key) is None
    }
    for key in (*standing.sides.theirs.views, *(key for section, key in standing.news if section == "views")):
        view = standing.find(key)
        if isinstance(view, View) and (stale := _stale(standing, view, gone)):
            kept = {name: spot for name, spot in view.placements.items() if name not in stale}
            standing.put(("views", key), view.model_copy(update={"placements": kept}))


def _stale(standing: Standing, view: View, gone: set[str]) -> set[str]:
    if ("views", view.key) not in standing.news:
        return gone & view.placements.keys()
    return {key for key in view.placements if standing.find(key) is None}
