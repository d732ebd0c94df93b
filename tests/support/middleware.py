"""One chain of middleware for all the clients of a process: to build one, WhiteNoise looks at every static file."""

from typing import Any

from django.core.handlers.base import BaseHandler
from django.core.signals import setting_changed
from django.test.client import ClientHandler

CHAIN = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")
_built: list[BaseHandler] = []


def share() -> None:
    """Let every client take the chain that the first one built, until a setting changes."""
    setattr(ClientHandler, BaseHandler.load_middleware.__name__, _loaded)
    setting_changed.connect(_forget, dispatch_uid=__name__)


def _loaded(handler: BaseHandler, is_async: bool = False) -> None:
    if is_async:
        BaseHandler.load_middleware(handler, is_async)
        return
    if not _built:
        first = ClientHandler()
        BaseHandler.load_middleware(first)
        _built.append(first)
    for name in CHAIN:
        setattr(handler, name, getattr(_built[0], name))


def _forget(**said: Any) -> None:
    _built.clear()
