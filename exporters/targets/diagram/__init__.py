"""The target that draws the topology, in every form that people put into their own pages and tools."""

from exporters.output import Output, output_of
from exporters.registry import target
from topologies.graph import Graph, View
from topologies.rendering import Drawing, TooLargeError, d2, dot, draw, drawio, mermaid

# Why an element of a section is in no picture.
REST = {
    "rules": "pictures show which groups stand where; their rules are in the architecture page",
    "network_acls": "no picture shows them; they are in the architecture page",
    "acl_entries": "no picture shows them; they are in the architecture page",
}
_DRAWN = (
    "zones",
    "nodes",
    "ports",
    "security_groups",
    "attachments",
    "peerings",
    "routes",
    "links",
    "replications",
    "views",
)


def supports(graph: Graph) -> str | None:
    """Why a picture makes no sense here, if it does not."""
    return None if graph.nodes or graph.zones else "there is nothing to draw"


@target(
    "diagram",
    label="Diagram",
    version=2,
    judged_by="Graphviz, Mermaid, D2, Pillow and XML parsers",
    supports=supports,
    slow=True,
)
def generate(graph: Graph) -> Output:
    """The picture of the topology as SVG, PNG and PDF, and as text for Graphviz, Mermaid, D2 and draw.io.

    `diagram.*` shows everything, `network.svg` networks and their routes; every view is `views/<key>.svg`, as it was
    arranged. In the text forms the names of shapes are the keys of elements, so a later export can be compared.
    A drawing that is too large for pixels or a page is there as SVG alone, and a note says so.
    """
    picture = draw(graph)
    files: dict[str, str | bytes] = {
        "diagram.svg": picture.svg(),
        "network.svg": draw(graph, view=View(key="network", shows="network")).svg(),
        "diagram.dot": dot(graph),
        "diagram.mmd": mermaid(graph),
        "diagram.d2": d2(graph),
        "diagram.drawio": drawio(graph),
    }
    notes = _rasters(picture, files)
    for view in graph.views.values():
        files[f"views/{view.key}.svg"] = draw(graph, view=view).svg()
    drawn = (key for section in _DRAWN for key in graph.section(section))
    return output_of(graph, files=files, covered=drawn, rest=REST, notes=notes)


def _rasters(picture: Drawing, files: dict[str, str | bytes]) -> list[str]:
    """Add the forms that have a size; what could not be made is told."""
    try:
        files["diagram.png"] = picture.png()
        files["diagram.pdf"] = picture.pdf()
    except TooLargeError as error:
        files.pop("diagram.png", None)
        return [str(error)]
    return []
