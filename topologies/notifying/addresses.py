"""Where a webhook may be: out on the internet, never in our own network."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from topologies.models.notifying import LONGEST_URL

# Addresses of IPv6 that stand for one of IPv4, which a gateway on the way may open.
_TUNNELS = tuple(ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))


class ForbiddenAddressError(Exception):
    """Nothing is sent there; the message says why."""


def parsed(url: str) -> SplitResult:
    """The parts of an address that a webhook may have.

    Raises:
        ForbiddenAddressError: it is no such address. What its name resolves to is asked when something is sent.
    """
    parts = _split(url)
    schemes = ("https", "http") if settings.WEBHOOK_ALLOW_PRIVATE else ("https",)
    if parts.scheme not in schemes or not parts.hostname:
        raise ForbiddenAddressError(
            f"must begin with {' or '.join(f'{one}://' for one in schemes)} and a host"
        )
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise ForbiddenAddressError("must hold no user, password or fragment")
    _refuse_literal(parts.hostname)
    return parts


def _split(url: str) -> SplitResult:
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise ForbiddenAddressError(f"must be at most {LONGEST_URL} letters of ASCII, without spaces")
    try:
        parts = urlsplit(url)
        if parts.port == 0:
            raise ValueError
    except ValueError:
        raise ForbiddenAddressError("is no address") from None
    return parts


def _refuse_literal(host: str) -> None:
    try:
        address = ip_address(host)
    except ValueError:
        return
    _refuse_private(address, host)


def resolved(parts: SplitResult) -> str:
    """The IP address to connect to. All that the name resolves to are looked at: the next answer may be another one.

    Raises:
        ForbiddenAddressError: one of them is ours, or there is none.
    """
    host = parts.hostname or ""
    try:
        found = socket.getaddrinfo(host, port_of(parts), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ForbiddenAddressError(f"{host} has no address") from None
    addresses = [str(one[4][0]).partition("%")[0] for one in found]
    for one in addresses:
        _refuse_private(ip_address(one), host)
    return addresses[0]


def port_of(parts: SplitResult) -> int:
    return parts.port or {"https": 443, "http": 80}[parts.scheme]


def _refuse_private(address: IPv4Address | IPv6Address, host: str) -> None:
    if not (settings.WEBHOOK_ALLOW_PRIVATE or _is_public(address)):
        raise ForbiddenAddressError(f"{host} is not on the internet: it is {address}")


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return _is_public(address.ipv4_mapped)
        if any(address in tunnel for tunnel in _TUNNELS):
            return False
    return address.is_global and not address.is_multicast
