"""Who may do what in a Redis: one user for each client that was drawn, none with a password."""

from collections.abc import Iterable

from exporters.formats.redis import user
from topologies.graph import Link

ADMINISTRATOR, REPLICATOR = "admin", "replicator"
_TAKEN = frozenset({"default", ADMINISTRATOR, REPLICATOR})
_EVERYTHING = ("~*", "&*", "+@all")
# What the manual of Redis lets a copy do, and no more.
_COPIES = ("+psync", "+replconf", "+ping")


def names(links: Iterable[Link]) -> list[str]:
    """The name of the user behind each link: the client's key, unless Redis or the administrator has it."""
    return [f"{link.source}-client" if link.source in _TAKEN else link.source for link in links]


def access(links: Iterable[Link], *, copied: bool) -> str:
    """The text of the list of users. Redis knows no comments there."""
    rows = [user("default", "off"), user(ADMINISTRATOR, "on", *_EVERYTHING)]
    clients = dict.fromkeys(names(links))
    rows += [user(name, "on", *_EVERYTHING, "-@dangerous", "+info") for name in clients]
    if copied:
        rows.append(user(REPLICATOR, "on", *_COPIES))
    return "\n".join(rows) + "\n"
