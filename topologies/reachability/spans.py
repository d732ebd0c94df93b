"""Sets of addresses of one family, exactly: sorted, disjoint, inclusive ranges of integers."""

from collections.abc import Iterable
from functools import cache, lru_cache
from ipaddress import ip_network
from typing import Literal

Family = Literal[4, 6]
Spans = tuple[tuple[int, int], ...]
FAMILIES: tuple[Family, Family] = (4, 6)
EMPTY: Spans = ()


def normal(ranges: Iterable[tuple[int, int]]) -> Spans:
    """The same addresses as sorted ranges that neither overlap nor touch."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def union(left: Spans, right: Spans) -> Spans:
    return normal((*left, *right)) if left and right else left or right


def intersect(left: Spans, right: Spans) -> Spans:
    if left == right:
        return left
    return normal(
        (max(first, other), min(last, end))
        for first, last in left
        for other, end in right
        if max(first, other) <= min(last, end)
    )


def subtract(left: Spans, right: Spans) -> Spans:
    for other, end in right:
        left = tuple(
            part
            for first, last in left
            for part in ((first, min(last, other - 1)), (max(first, end + 1), last))
            if part[0] <= part[1]
        )
    return left


def size(spans: Spans) -> int:
    return sum(last - first + 1 for first, last in spans)


@lru_cache(maxsize=100_000)
def of_cidr(cidr: str, family: Family) -> Spans:
    """The addresses of a CIDR; none where it is of the other family."""
    network = ip_network(cidr)
    if network.version != family:
        return EMPTY
    return ((int(network.network_address), int(network.broadcast_address)),)


@cache
def everything(family: Family) -> Spans:
    return of_cidr("0.0.0.0/0" if family == 4 else "::/0", family)


# Never seen on the internet: RFC 6890, and multicast and reserved space. Documentation ranges (RFC 5737) count as
# public, because documents write them where a real public range will stand.
_NOT_PUBLIC = (
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "224.0.0.0/3",
)


@cache
def public(family: Family) -> Spans:
    """Every address of the internet."""
    if family == 6:
        return of_cidr("2000::/3", 6)
    return subtract(everything(4), normal(span for cidr in _NOT_PUBLIC for span in of_cidr(cidr, 4)))
