"""What each role gets of each method of each route of the API: by "METHOD name"."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import Cast

Row = tuple[int, int, int, int, int, int]
# anonymous, outsider, viewer, architect, reviewer, administrator
OPEN: Row = (200, 200, 200, 200, 200, 200)
SIGNED_IN: Row = (401, 200, 200, 200, 200, 200)
MEMBERS: Row = (401, 404, 200, 200, 200, 200)
DRAWERS: Row = (401, 404, 403, 200, 403, 200)
ADMINISTRATORS: Row = (401, 404, 403, 403, 403, 200)
NOBODY: Row = (404,) * 6


def answering(row: Row, status: int) -> Row:
    """The same people, with this answer in place of 200."""
    return tuple(status if one == 200 else one for one in row)  # type: ignore[return-value]


WORKERS: Row = (401, 404, 403, 200, 200, 200)
VOTERS: Row = (401, 404, 403, 403, 200, 200)
EXPECTED_API: Mapping[str, Row] = {
    "GET schema": OPEN,
    "GET unknown": NOBODY,
    "POST revoke-token": answering(SIGNED_IN, 204),
    "GET kinds": SIGNED_IN,
    "GET kind": SIGNED_IN,
    "GET document-schema": SIGNED_IN,
    "GET targets": SIGNED_IN,
    "GET topologies": SIGNED_IN,
    "GET topology": MEMBERS,
    "GET document": MEMBERS,
    "GET elements": MEMBERS,
    "GET element": MEMBERS,
    "GET findings": MEMBERS,
    "GET finding-report": MEMBERS,
    "POST preview": MEMBERS,
    "GET reach": MEMBERS,
    "GET resilience": MEMBERS,
    "GET cost": MEMBERS,
    "GET options": MEMBERS,
    "GET waivers": MEMBERS,
    "POST waivers": answering(VOTERS, 201),
    "DELETE waiver": answering(VOTERS, 404),  # the waiver that is named is not there
    "GET revisions": MEMBERS,
    "GET revision": MEMBERS,
    "GET revision-document": MEMBERS,
    "POST revision-revert": answering(DRAWERS, 404),  # before the first revision there is nothing
    "GET drafts": DRAWERS,
    "POST drafts": DRAWERS,
    "GET draft": DRAWERS,
    "DELETE draft": answering(DRAWERS, 204),
    "GET draft-document": DRAWERS,
    "GET draft-operations": DRAWERS,
    "POST draft-operations": DRAWERS,
    "GET draft-state": DRAWERS,
    "GET draft-events": DRAWERS,
    "POST draft-presence": answering(DRAWERS, 204),
    "DELETE draft-presence": answering(DRAWERS, 204),
    "GET draft-findings": DRAWERS,
    "GET draft-layout": DRAWERS,
    "POST draft-publish": answering(DRAWERS, 409),  # it changes nothing
    "GET exports": MEMBERS,
    "POST exports": WORKERS,
    "GET export": MEMBERS,
    "DELETE export": WORKERS,
    "GET export-files": MEMBERS,
    "GET export-file": MEMBERS,
    "GET export-bundle": MEMBERS,
    "GET export-bundle-tar": MEMBERS,
    "GET export-comparison": MEMBERS,
    "GET export-preview": DRAWERS,
    "GET stable-file": MEMBERS,
    "GET policy": MEMBERS,
    "PUT policy": ADMINISTRATORS,
    "GET ownerships": MEMBERS,
    "POST ownerships": answering(ADMINISTRATORS, 201),
    "DELETE ownership": answering(ADMINISTRATORS, 204),
    "GET proposals": MEMBERS,
    "POST proposals": answering(DRAWERS, 201),
    "GET proposal": MEMBERS,
    "PATCH proposal": DRAWERS,
    "GET proposal-document": MEMBERS,
    "POST proposal-submit": DRAWERS,
    "POST proposal-withdraw": DRAWERS,
    "POST proposal-close": DRAWERS,
    "POST proposal-reopen": DRAWERS,
    "POST proposal-update": DRAWERS,
    "POST proposal-merge": answering(DRAWERS, 201),
    "GET proposal-changes": MEMBERS,
    "GET proposal-clashes": MEMBERS,
    "POST proposal-clashes": DRAWERS,
    "GET proposal-judgement": MEMBERS,
    "GET votes": MEMBERS,
    "POST votes": answering(VOTERS, 201),
    "GET threads": MEMBERS,
    "POST threads": answering(MEMBERS, 201),
    "GET thread": MEMBERS,
    "PATCH thread": MEMBERS,  # who began it, the author of the proposal, and those who vote
    "POST thread-comments": answering(MEMBERS, 201),
    "GET notices": SIGNED_IN,
    "POST notices-read": SIGNED_IN,
    "GET notices-mail": SIGNED_IN,
    "PUT notices-mail": SIGNED_IN,
    "POST notice-read": (401, 404, 404, 404, 204, 404),  # the reviewer's
    "GET audit": ADMINISTRATORS,
    "GET audit-lines": ADMINISTRATORS,
    "GET webhooks": ADMINISTRATORS,
    "POST webhooks": answering(ADMINISTRATORS, 201),
    "GET webhook": ADMINISTRATORS,
    "PATCH webhook": ADMINISTRATORS,
    "DELETE webhook": answering(ADMINISTRATORS, 204),
    "POST webhook-secret": ADMINISTRATORS,
    "POST webhook-test": answering(ADMINISTRATORS, 202),
    "GET deliveries": ADMINISTRATORS,
    "POST delivery-resend": answering(ADMINISTRATORS, 202),
}
BODIES: Mapping[str, Mapping[str, Any]] = {
    "POST preview": {"operations": []},
    "POST draft-operations": {"base_version": 0, "request_id": "cell", "operations": []},
    "POST draft-presence": {"selection": []},
    "POST exports": {"target": "caddyfile"},
    "PUT policy": {"minimum_approvals": 1, "gate": "high", "solo": False},
    "POST ownerships": {"group": "owners", "section": "nodes"},
    "POST proposals": {"title": "Another"},
    "PATCH proposal": {"title": "Another"},
    "POST proposal-clashes": {"decisions": {}},
    "POST votes": {"verdict": "comment", "text": "Why?"},
    "POST threads": {"text": "Why?"},
    "PATCH thread": {"resolved": True},
    "POST thread-comments": {"text": "Why?"},
    "PUT notices-mail": {"mail": True},
    "POST webhooks": {"url": "https://hooks.example/groundplan"},
    "PATCH webhook": {"active": False},
}
QUERIES = {"reach": "?target=postgresql"}
METHODS = ("get", "post", "put", "patch", "delete")


def api_routes() -> Iterator[tuple[str, str]]:
    """Name and method of every operation, from the URL configuration."""
    for pattern in _api():
        view = pattern.callback.view_class
        methods = [one for one in METHODS if hasattr(view, one)] or ["get"]
        yield from ((str(pattern.name), method.upper()) for method in methods)


def _patterns(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from _patterns(pattern.url_patterns)


def api_address(name: str, cast: Cast, numbers: Mapping[str, int], parts: Mapping[str, int]) -> str:
    """The address of something that is there: `number` by the route's name, other parts by theirs."""
    known = {
        "system": cast.topology.system.slug,
        "topology": cast.topology.slug,
        "slug": "postgresql",
        "key": "caddy",
        "ending": "sarif",
        "target": "caddyfile",
        "path": "caddy/Caddyfile",
        **parts,
        "number": numbers.get(name, 1),
    }
    if name == "unknown":
        return "/api/v1/nothing/"
    kwargs = {part: known[part] for part in _parts(name)}
    return reverse(f"api:{name}", kwargs=kwargs) + QUERIES.get(name, "")


def _parts(name: str) -> list[str]:
    """The names of what varies in the address."""
    return next(list(one.pattern.converters) for one in _api() if one.name == name)


def _api() -> Iterator[URLPattern]:
    api = next(one for one in get_resolver().url_patterns if str(one.pattern) == "api/v1/")
    return _patterns(api.url_patterns)
