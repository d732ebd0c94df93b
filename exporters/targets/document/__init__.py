"""The target that writes the architecture page."""

from exporters.formats.page import Page, Part, Picture, html, markdown
from exporters.formats.words import head
from exporters.output import Output, output_of
from exporters.registry import target
from exporters.targets.document.elements import sections as elements
from exporters.targets.document.judged import sections as judged
from topologies.graph import Graph
from topologies.rendering import draw

STYLESHEET = "architecture.css"
_STYLE = """body {
  color: #1c2330;
  font: 15px/1.5 system-ui, sans-serif;
  margin: 2rem auto;
  max-width: 70rem;
  padding: 0 1rem;
}
img {
  height: auto;
  max-width: 100%;
}
table {
  border-collapse: collapse;
  width: 100%;
}
th,
td {
  border-bottom: 1px solid #d5dae3;
  padding: 0.3rem 0.6rem;
  text-align: left;
  vertical-align: top;
}
tr:target {
  background: #fff3c4;
}
"""


def supports(graph: Graph) -> str | None:
    """Why an architecture page makes no sense here, if it does not."""
    return None if graph.nodes or graph.zones else "there is nothing to describe"


@target(
    "document",
    label="Architecture page",
    version=1,
    judged_by="a Markdown linter; every link resolves",
    supports=supports,
)
def generate(graph: Graph) -> Output:
    """The architecture page as Markdown (`architecture.md`) and HTML (`architecture.html`), with its pictures.

    It has the views, tables of zones, nodes, ports, security groups with their rules, routes and network ACLs, links and
    replications, every finding of the rules, the cost as stated, and what each failure means for recovery.

    Findings are those of the rules of the day on which the page was made. Waivers are decisions that come and go without
    a new revision, so the page names each finding by its fingerprint and leaves them to the portal.
    """
    files: dict[str, str | bytes] = {"diagram.svg": draw(graph).svg(), STYLESHEET: _STYLE}
    for view in graph.views.values():
        files[f"views/{view.key}.svg"] = draw(graph, view=view).svg()
    page = _page(graph)
    files["architecture.md"] = markdown(page)
    files["architecture.html"] = html(page, STYLESHEET)
    return output_of(
        graph,
        files=files,
        covered=graph.by_key,
        notes=[
            "waivers are no part of a revision: the portal shows which findings are accepted, by whom, until when"
        ],
    )


def _page(graph: Graph) -> Page:
    header = graph.header
    name = f"{header.system}/{header.slug}"
    said = tuple(words for words in (header.label, header.summary) if words.strip())
    lead: tuple[Part, ...] = (*said, Picture("diagram.svg", f"All of {name}"))
    return Page(name, f"{head(graph, 'Architecture')}.", lead, (*elements(graph), *judged(graph)))
