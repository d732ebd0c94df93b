"""Everything that can be placed, by concern and by provider."""

from functools import cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from topologies.kinds import Kind, node_kinds, zone_kinds

CONCERNS = (
    ("zone", "Zones"),
    ("edge", "Edge"),
    ("compute", "Compute"),
    ("data", "Data"),
    ("network", "Network"),
    ("security", "Security"),
    ("people", "People and others"),
    ("delivery", "Delivery"),
    ("observability", "Observability"),
)
PROVIDERS = {
    "": "Any provider",
    "aws": "AWS",
    "mongodb-atlas": "MongoDB Atlas",
    "cloudflare": "Cloudflare",
    "digitalocean": "DigitalOcean",
    "railway": "Railway",
    "upstash": "Upstash",
    "vercel": "Vercel",
}
Row = dict[str, Any]


@cache
def palette_html() -> SafeString:
    """The palette as the page has it: the same for everybody."""
    return render_to_string("topologies/editor/palette.html", {"palette": palette()})


def palette() -> list[Row]:
    """Groups of kinds: what belongs to no provider first, then by the provider's name."""
    kinds = [*zone_kinds().values(), *node_kinds().values()]
    names = dict(CONCERNS)
    order = [*names, *sorted({kind.concern for kind in kinds} - names.keys())]
    groups = [
        {"slug": concern, "label": names.get(concern, concern.capitalize()), "kinds": _rows(kinds, concern)}
        for concern in order
    ]
    return [group for group in groups if group["kinds"]]


def _rows(kinds: list[Kind], concern: str) -> list[Row]:
    found = (kind for kind in kinds if kind.concern == concern)
    return [_row(kind) for kind in sorted(found, key=lambda kind: (kind.provider, kind.label))]


def _row(kind: Kind) -> Row:
    provider = PROVIDERS.get(kind.provider, kind.provider.capitalize())
    return {
        "slug": kind.slug,
        "label": kind.label,
        "icon": kind.icon,
        "summary": kind.summary,
        "provider": provider if kind.provider else "",
    }
