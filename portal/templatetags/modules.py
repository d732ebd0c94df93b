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
def icon(context: template.Context, name: str) -> str:
    """Where an icon is drawn: in the file with all of them, or in the page itself, where that gathers its own."""
    drawn: set[str] | None = context.get("drawn_here")
    if drawn is None:
        return f"{icons.address()}#{name}"
    drawn.add(name)
    return f"#{name}"


@register.simple_tag
def drawings(names: set[str]) -> SafeString:
    """The icons that a page has gathered; stands behind the last of them."""
    return icons.drawn(names)


@register.simple_tag(takes_context=True)
def import_map(context: template.Context) -> SafeString:
    """The import map of this site; nothing where no policy has given the page a nonce for it."""
    nonce = _nonce(context)
    if not nonce:
        return SafeString("")
    return format_html('<script type="importmap" nonce="{}">{}</script>', nonce, mark_safe(addresses()))  # noqa: S308


@register.simple_tag(takes_context=True)
def early_script(context: template.Context, name: str) -> SafeString:
    """A short script that must run before the first paint: in the page itself, so that nothing waits for an answer;
    by its address where no policy has given the page a nonce for it."""
    nonce = _nonce(context)
    if not nonce:
        return format_html('<script src="{}"></script>', static(name))
    return format_html('<script nonce="{}">{}</script>', nonce, mark_safe(_source(name)))  # noqa: S308


@register.simple_tag(takes_context=True)
def early_style(context: template.Context, name: str) -> SafeString:
    """A bundle of styles in the page itself, for what is seen first. Nothing where there are no bundles, or no policy
    has given the page a nonce for it: the page's own sheet has it all."""
    nonce = _nonce(context) if bundled() else ""
    if not nonce:
        return SafeString("")
    return format_html('<style nonce="{}">{}</style>', nonce, mark_safe(_source(f"bundles/{name}")))  # noqa: S308


def _nonce(context: template.Context) -> str:
    """The nonce of this page, which its policy names from now on; "" where there is none."""
    nonce = getattr(context.get("request"), "csp_nonce", None)
    return "" if nonce is None else str(nonce)  # asked whether it is true it would not count as used


@cache
def _source(name: str) -> str:
    text = (bundles.STATIC / name).read_text().partition("/*# sourceMappingURL")[0]
    if "</" in text or "<!--" in text:
        raise ValueError(f"{name} cannot stand in a page: it would end its own element")
    return text


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
