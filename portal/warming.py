"""What a web process does before it takes its first request, which would wait for it otherwise."""

from django.template.loader import get_template
from django.urls import get_resolver

from topologies.api.kinds import catalogue_tag
from topologies.pages import icons
from topologies.pages.editor.palette import palette_html

PAGES = (
    "base.html",
    "topologies/topology.html",
    "topologies/editor/head.html",
    "topologies/editor/editor.html",
)


def warm() -> None:
    """Read the pages' code and templates, and work out what is the same for everybody."""
    _ = get_resolver().url_patterns
    catalogue_tag()
    icons.address()
    palette_html()
    for name in PAGES:
        get_template(name)
