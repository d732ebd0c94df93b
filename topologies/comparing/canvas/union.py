"""Two states as one scene, so that one layout gives everything one place.

What stands in both states at the same place is one card, frame or line there. What went, and where something stood
that has moved, is added: its key in the scene is then `was(key)`, if the key is in use already. What stands in a zone
that has moved goes along with it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from topologies.comparing.canvas.focus import Focus
from topologies.comparing.items import PLACE, Compared
from topologies.graph import Graph, Node, Placement, View, Zone
from topologies.rendering import cards, text
from topologies.rendering.compose import composed
from topologies.rendering.marks import COLOURS
from topologies.rendering.scene import Card, Frame, Line, Scene
from topologies.rendering.sizes import CARD_HEIGHT, CARD_NARROW

REST = "rest:"  # no key of an element holds a colon


def was(key: str) -> str:
    return f"was:{key}"


def stood_as(key: str) -> str:
    """The key of what stood at a former place."""
    return key.removeprefix("was:")


@dataclass(frozen=True)
class Union:
    """The scenes of both states, their lines led to where the ends stand in them, and the scene of both together.

    `moved` are the nodes and zones that stand in another zone; `elsewhere` are these and whatever stands in them.
    """

    before: Scene
    after: Scene
    both: Scene
    moved: frozenset[str]
    elsewhere: frozenset[str]

    def place_before(self, key: str) -> str:
        """The key, in the scene of both, of the card or frame that stands where this one stood."""
        return was(key) if key in self.elsewhere else key

    def line_before(self, key: str) -> str:
        return was(key) if was(key) in self._lines else key

    @cached_property
    def _lines(self) -> frozenset[str]:
        return frozenset(line.key for line in self.both.lines)


def union(compared: Compared, focus: Focus) -> Union:
    numbers = _numbers(compared)
    before, after = (_scene(graph, focus, numbers) for graph in (compared.before, compared.after))
    moved = _moved(compared)
    elsewhere = _elsewhere(compared, moved)
    before = replace(before, lines=tuple(_led(line, elsewhere) for line in before.lines))
    stood = _where_it_stood(before, elsewhere)
    both = replace(
        after,
        frames={**stood.frames, **_joint_frames(stood, after)},
        cards=dict(sorted({**stood.cards, **_joint_cards(stood, after), **dict(_rest(focus))}.items())),
        lines=tuple(_joint_lines(stood, after)),
        groups=(),
    )
    return Union(before, after, both, moved, elsewhere)


def _scene(graph: Graph, focus: Focus, numbers: Mapping[str, int]) -> Scene:
    selection = focus.selection(graph)
    scene = composed(cards.Context(graph, selection, {}, numbers, cards.Details()))
    held = Counter(zone.key for node in graph.nodes.values() for zone in graph.path(node))
    told = {key: _counted(scene.cards[key], held[key]) for key in focus.closed & scene.cards.keys()}
    return replace(scene, cards={**scene.cards, **told}) if told else scene


def _counted(card: Card, held: int) -> Card:
    """A closed zone with the number of nodes in it."""
    words = f"{held} node{'' if held == 1 else 's'}, not changed"
    return replace(card, kind=words, title=f"{card.label}\n{words}")


def _numbers(compared: Compared) -> dict[str, int]:
    """The colours of the groups of both, so that a new group does not colour the others anew."""
    keys = sorted(compared.before.security_groups.keys() | compared.after.security_groups.keys())
    return {key: place % COLOURS + 1 for place, key in enumerate(keys)}


def _moved(compared: Compared) -> frozenset[str]:
    """Nodes and zones that stand in another zone than before."""
    rows = (item.change for item in compared.items if item.section in ("nodes", "zones"))
    return frozenset(
        row.key
        for row in rows
        if row.before
        and row.after
        and getattr(row.before, PLACE[row.section]) != getattr(row.after, PLACE[row.section])
    )


def _elsewhere(compared: Compared, moved: frozenset[str]) -> frozenset[str]:
    """The nodes and zones of both states around which something has moved, or that have moved themselves."""
    old, new = compared.before, compared.after
    rows: tuple[Node | Zone, ...] = (*old.nodes.values(), *old.zones.values())
    stay = (row for row in rows if row.key in (new.nodes if isinstance(row, Node) else new.zones))
    return frozenset(row.key for row in stay if not moved.isdisjoint((row.key, *_around(old, row))))


def _around(graph: Graph, row: Node | Zone) -> Iterator[str]:
    return (zone.key for zone in graph.path(row))


def _led(line: Line, elsewhere: frozenset[str]) -> Line:
    """The line with its ends where they stood."""
    source, target = (was(end) if end in elsewhere else end for end in (line.source, line.target))
    return replace(line, source=source, target=target)


def _where_it_stood(before: Scene, elsewhere: frozenset[str]) -> Scene:
    """The earlier scene, in which whatever stands elsewhere now bears the key of its former place."""

    def at(key: str) -> str:
        return was(key) if key in elsewhere else key

    cards_ = (replace(row, key=at(row.key), zone=at(row.zone)) for row in before.cards.values())
    frames = (replace(row, key=at(row.key), parent=at(row.parent)) for row in before.frames.values())
    return replace(before, cards={row.key: row for row in cards_}, frames={row.key: row for row in frames})


# --- what is in both ---------------------------------------------------------------------------------------------


def _joint_frames(before: Scene, after: Scene) -> dict[str, Frame]:
    return {
        key: replace(row, width=max(row.width, before.frames[key].width)) if key in before.frames else row
        for key, row in after.frames.items()
    }


def _joint_cards(before: Scene, after: Scene) -> dict[str, Card]:
    return {
        key: _joint(before.cards[key], row) if key in before.cards else row
        for key, row in after.cards.items()
    }


def _joint(before: Card, after: Card) -> Card:
    """As wide and with as much on its borders as either needs."""
    return replace(
        after,
        width=max(before.width, after.width),
        ports=max(before.ports, after.ports, key=len),
        marks=max(before.marks, after.marks, key=len),
    )


def _joint_lines(before: Scene, after: Scene) -> Iterator[Line]:
    """Lines that lead elsewhere than before are led both ways; of others the longer words take their room."""
    old, new = ({line.key: line for line in scene.lines} for scene in (before, after))
    for key in sorted(old.keys() | new.keys()):
        if key not in new:
            yield old[key]
        elif key not in old:
            yield new[key]
        elif _ends(old[key]) == _ends(new[key]):
            yield replace(new[key], label=max(old[key].label, new[key].label, key=_width))
        else:
            yield from (new[key], replace(old[key], key=was(key)))


def _ends(line: Line) -> tuple[str, str, str]:
    return line.source, line.target, line.port


def _width(words: str) -> float:
    return text.width(words, 10, mono=True)


# --- what is in neither -------------------------------------------------------------------------------


def _rest(focus: Focus) -> Iterator[tuple[str, Card]]:
    """One card in each open zone for the nodes in it that are not drawn."""
    for zone, count in focus.hidden.items():
        key, words = f"{REST}{zone}", f"{count} more node{'' if count == 1 else 's'}"
        yield (
            key,
            Card(
                key,
                zone,
                "node is-rest",
                "",
                words,
                "not changed",
                f"{words}, not changed",
                CARD_NARROW,
                CARD_HEIGHT,
                True,
                (),
                (),
                None,
            ),
        )


# --- where somebody placed them ----------------------------------------------------------------------------------


def placements(compared: Compared, scene: Union) -> dict[str, Placement]:
    """The places of the architect's picture, newest first; what went or moved stands where it stood."""
    old, new = arranged(compared.before), arranged(compared.after)
    mine = dict(new.placements) if new else {}
    former = dict(old.placements) if old else {}
    kept = {key: spot for key, spot in former.items() if key not in mine and key not in scene.after.cards}
    ghosts = {was(key): spot for key, spot in former.items() if key in scene.elsewhere}
    return {key: _plain(spot) for key, spot in {**kept, **mine, **ghosts}.items()}


def arranged(graph: Graph) -> View | None:
    """The first picture of everything in which somebody has placed something."""
    return next((row for row in graph.views.values() if row.shows == "everything" and row.placements), None)


def _plain(spot: Placement) -> Placement:
    return spot.model_copy(update={"collapsed": False})
