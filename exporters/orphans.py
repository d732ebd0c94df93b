"""Stored bytes that no bundle names: what exports left that failed, were cancelled or lost their worker. Pure."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta

# Far longer than the longest export: what is younger may be of a bundle that is about to appear.
KEPT = timedelta(days=1)


def orphans(stored: Mapping[str, datetime], named: Collection[str], now: datetime) -> Iterator[str]:
    """Of what is stored, by name and since when, that which may go."""
    return (name for name, since in sorted(stored.items()) if name not in named and since < now - KEPT)
