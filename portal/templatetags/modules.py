"""Where the scripts, styles and icons of a page are: bundles as they were made at set-up, or else the sources."""

import json
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal import bundles
from topologies.pages import icons

register = template.Library()

VENDORED = {"elkjs": "vendor/elk.mjs"}


@register.simple_tag
def bundle(name: str) -> str:
    """The address of one of the bundles."""
    return static(f"bundles/{name}" if bundled() else bundles.ENTRIES[name])


@register.simple_tag
def icon_sprite() -> str:
    """The address of the file with every icon, each under its name."""
    return icons.address()


@register.simple_tag(takes_context=True)
def import_map(context: template.Context) -> SafeString:
    """The import map of this site; nothing where no policy has given the page a nonce for it."""
    nonce = getattr(context.get("request"), "csp_nonce", None)
    if (
        nonce is None
    ):  # to be asked whether it is true is not to be used: it would then be left out of the policy
        return SafeString("")
    return format_html('<script type="importmap" nonce="{}">{}</script>', str(nonce), mark_safe(addresses()))  # noqa: S308


@cache
def bundled() -> bool:
    """Do pages get bundles? Whoever debugs edits the sources while the site runs."""
    return not settings.DEBUG and bundles.fresh()


@cache
def addresses() -> str:
    """The map as JSON that is safe inside a script element."""
    hashed: dict[str, str] = getattr(staticfiles_storage, "hashed_files", {})
    sources = () if bundled() else sorted(hashed)
    modules = [name for name in sources if name.startswith("js/") and name.endswith(".js")]
    # Browsers resolve a relative import to its plain address first, and look that up here.
    plain = {f"{settings.STATIC_URL}{name}": _address(name, hashed) for name in modules}
    named = {name: _address(path, hashed) for name, path in VENDORED.items()}
    text: Any = json.dumps({"imports": named | plain}, separators=(",", ":"))
    return str(text).replace("<", "\\u003c")


def _address(name: str, hashed: dict[str, str]) -> str:
    return f"{settings.STATIC_URL}{hashed.get(name, name)}"
