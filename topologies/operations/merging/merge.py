"""The three-way merge of two changes of one topology."""

from topologies.graph import Fault, Faults, Graph, Header, evolved
from topologies.operations.changes import HEADER, diff
from topologies.operations.merging import elements
from topologies.operations.merging.collisions import collisions
from topologies.operations.merging.elements import Ledger
from topologies.operations.merging.model import Clash, Decisions, Merge, Side
from topologies.operations.merging.sides import Sides
from topologies.operations.merging.standing import Standing, hold

TRIES = 8  # settling one clash may bring another; a merge that does not come to rest stays open


def merge(base: Graph, mine: Graph, theirs: Graph, decisions: Decisions | None = None) -> Merge:
    """`mine` and `theirs`, both grown out of `base`, as one topology.

    Without a clash, or with every clash settled by `decisions`, the result holds all changes of both. Else it holds no
    graph and says what is open. It costs two comparisons and then only what changed.
    """
    sides, ledger = Sides(base, mine, theirs), Ledger(decisions or {})
    header = elements.header(sides, ledger)
    standing = _joined(sides, ledger)
    graph = _whole(standing, header, ledger)
    for _ in range(TRIES):
        if graph is None or not _parted(graph, standing, ledger):
            break
        graph = _whole(standing, header, ledger)
    found, still = tuple(ledger.found.values()), tuple(ledger.open.values())
    if still or graph is None:
        return Merge(None, found, still)
    return Merge(graph, found, (), diff(theirs, graph))


def _joined(sides: Sides, ledger: Ledger) -> Standing:
    """Every element by itself: what one side changed, and what was made of what both changed."""
    standing = Standing(sides)
    for place, change in sides.my_changes.items():
        if place[0] != HEADER and place not in sides.their_changes:
            standing.put(place, change.after)  # type: ignore[arg-type]
        elif place[0] != HEADER:
            standing.put(place, elements.element(sides, place, ledger))
    for _, key in sorted(sides.my_changes.keys() & sides.their_changes.keys()):
        _revive(standing, key)
    for clash, mine, theirs in elements.named_twice(sides):
        standing.put(theirs if ledger.settle(clash).take == "mine" else mine, None)
    return standing


def _revive(standing: Standing, key: str) -> None:
    """What one side removed and the merge keeps comes back with all that went along with it."""
    sides = standing.sides
    remover = sides.remover(key)
    if remover == "mine" and standing.find(key):
        standing.restore(key, "theirs")
    elif remover == "theirs" and standing.find(key):
        standing.restore(key, "mine")


def _whole(standing: Standing, header: Header, ledger: Ledger) -> Graph | None:
    """The merged graph, or None where changes that are fine alone do not hang together."""
    for _ in range(TRIES):
        hold(standing, ledger)
        try:
            return evolved(standing.sides.theirs, header, standing.news)
        except Faults as refused:
            if not _put_right(standing, refused.faults, ledger):
                return None
    return None


def _put_right(standing: Standing, faults: tuple[Fault, ...], ledger: Ledger) -> bool:
    """Take one side's state of what is at fault, where somebody decided so."""
    settled = False
    for fault in faults:
        clash = _clash(standing, fault)
        side: Side = "mine" if ledger.settle(clash).take == "mine" else "theirs"
        if clash.id not in ledger.open:
            settled = _reset(standing, (clash.key, *clash.others), side) or settled
    return settled


def _clash(standing: Standing, fault: Fault) -> Clash:
    involved = _involved(standing, fault.element)
    element = standing.find(fault.element)
    message = f"{element.name if element else fault.element}: {fault.field} {fault.message}."
    return Clash(
        "whole",
        fault.element,
        fault.field,
        message,
        others=tuple(one for one in involved if one != fault.element),
    )


def _involved(standing: Standing, key: str) -> list[str]:
    """The element and all that it refers to, as far as somebody changed it."""
    changed = standing.sides.my_keys | standing.sides.their_keys
    found: dict[str, None] = {}
    waiting = [key]
    while waiting:
        name = waiting.pop()
        element = standing.find(name)
        if element and name not in found:
            found[name] = None
            waiting.extend(element.targets())
    return [name for name in found if name in changed]


def _reset(standing: Standing, keys: tuple[str, ...], side: Side) -> bool:
    before = dict(standing.news)
    for key in keys:
        element = standing.find(key)
        wanted = standing.sides.graph(side).find(key)
        if element and wanted is None:
            standing.put((element.section, key), None)
        elif wanted:
            standing.put((wanted.section, key), wanted)
    return standing.news != before


def _parted(graph: Graph, standing: Standing, ledger: Ledger) -> bool:
    """Settle what gets in each other's way; whether anything had to go back for it."""
    moved = False
    for clash in collisions(graph, standing.sides):
        take = ledger.settle(clash).take
        if clash.id not in ledger.open and take != "both":
            loser, side = (clash.others, "mine") if take == "mine" else ((clash.key,), "theirs")
            moved = _reset(standing, loser, side) or moved  # type: ignore[arg-type]
    return moved
