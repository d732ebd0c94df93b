"""How a webhook knows that a message is ours: Standard Webhooks (https://www.standardwebhooks.com/), version 1.

The secret of a webhook is HMAC-SHA256(SECRET_KEY, its salt): whoever reads the database alone cannot sign.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterator

from django.conf import settings

from topologies.models import Webhook

_PREFIX = "whsec_"


class SecretLostError(Exception):
    """The SECRET_KEY that the webhook's secret came from is no longer among ours."""


def renew(hook: Webhook) -> str:
    """Give the webhook (not saved yet) another secret and answer it, as its owner is shown it."""
    hook.salt, hook.key_mark = secrets.token_hex(32), _mark(settings.SECRET_KEY)
    return shown(hook)


def shown(hook: Webhook) -> str:
    """The secret as the libraries of Standard Webhooks take it. Raises SecretLostError."""
    return _PREFIX + base64.b64encode(_secret(hook)).decode()


def headers(hook: Webhook, *, number: str, at: int, body: bytes) -> dict[str, str]:
    """What goes with the message. Raises SecretLostError."""
    signed = hmac.new(_secret(hook), f"{number}.{at}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": number,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
    }


def _secret(hook: Webhook) -> bytes:
    for key in _keys():
        if _mark(key) == hook.key_mark:
            return hmac.new(key.encode(), f"webhook {hook.salt}".encode(), hashlib.sha256).digest()
    raise SecretLostError("The site has another SECRET_KEY now: give the webhook a new secret.")


def _keys() -> Iterator[str]:
    yield settings.SECRET_KEY
    yield from settings.SECRET_KEY_FALLBACKS


def _mark(key: str) -> str:
    """Tells keys apart and nothing about them."""
    return hmac.new(key.encode(), b"which key a webhook's secret came from", hashlib.sha256).hexdigest()[:16]
