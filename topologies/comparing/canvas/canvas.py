"""The one picture of two states."""

from dataclasses import dataclass

from topologies.comparing.canvas.focus import Focus, focus_of
from topologies.comparing.canvas.marks import marks
from topologies.comparing.canvas.svg import Sheet
from topologies.comparing.canvas.union import placements, union
from topologies.comparing.items import Compared
from topologies.rendering.drawing import placed


@dataclass(frozen=True, slots=True)
class Canvas:
    """The picture as SVG; `shown` of `nodes` nodes are drawn in it one by one."""

    svg: str
    shown: int
    nodes: int

    @property
    def partial(self) -> bool:
        return self.shown < self.nodes


def canvas(compared: Compared, *, everything: bool = False) -> Canvas:
    """Both states in one picture, each item marked once.

    More than 300 nodes are too much to see: then what changed is drawn with what it touches, unless `everything` is
    asked for.
    """
    focus = focus_of(compared, everything=everything)
    scenes = union(compared, focus)
    drawing = placed(scenes.both, placements(compared, scenes), thumbnail=True, soon=True)
    sheet = Sheet(compared, scenes, drawing, marks(compared, drawing))
    return Canvas(sheet.svg(), len(focus.nodes), _count(compared, focus))


def _count(compared: Compared, focus: Focus) -> int:
    return len(compared.before.nodes.keys() | compared.after.nodes.keys() | focus.nodes)
