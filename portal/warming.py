"""What a web process does before it takes its first request, which would wait for it otherwise."""

from django.template.loader import get_template
from django.urls import get_resolver

from exporters.registry import targets
from topologies.api.kinds import catalogue_tag
from topologies.computed import rules_version
from topologies.pages import icons
from topologies.pages.comparison.pairs import versions
from topologies.pages.editor.palette import palette_html

PAGES = (
    "base.html",
    "topologies/topology.html",
    "topologies/editor/head.html",
    "topologies/editor/editor.html",
    "topologies/proposals/header.html",
    "topologies/proposals/conversation.html",
    "topologies/comparison/page.html",
    "topologies/comparison/item.html",
    "topologies/comparison/evidence.html",
)


def warm() -> None:
    """Read the pages' code and templates, and work out what is the same for everybody."""
    _ = get_resolver().url_patterns
    catalogue_tag()
    targets()
    rules_version()
    versions()
    icons.address()
    palette_html()
    for name in PAGES:
        get_template(name)
