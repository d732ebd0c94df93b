"""What production refuses to start with."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 50


def unsafe(settings: Mapping[str, Any]) -> Iterator[str]:
    """One sentence for each setting that must not reach production."""
    secret = settings["SECRET_KEY"]
    if not secret:
        yield "SECRET_KEY is not set"
    elif len(secret) < SHORTEST_SECRET or len(set(secret)) < 5 or "insecure" in secret:
        yield f"SECRET_KEY is a default or too weak; give it at least {SHORTEST_SECRET} random characters"
    if settings["DEBUG"]:
        yield "DEBUG is on"
    if not settings["ALLOWED_HOSTS"]:
        yield "ALLOWED_HOSTS is not set"
    if any(host.startswith(("*", ".*")) for host in settings["ALLOWED_HOSTS"]):
        yield "ALLOWED_HOSTS holds *; name each host"
    if settings["DATABASES"]["default"]["ENGINE"].endswith("sqlite3"):
        yield "DATABASE_URL names SQLite; production needs PostgreSQL"


def refuse_unsafe(settings: Mapping[str, Any]) -> None:
    """Raise ImproperlyConfigured with everything that is unsafe in `settings`."""
    if reasons := list(unsafe(settings)):
        raise ImproperlyConfigured("Unsafe settings for production: " + "; ".join(reasons) + ".")
