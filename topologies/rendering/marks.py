"""The chips on a card's or frame's border: ports above, security groups below."""

from collections.abc import Iterable, Mapping
from math import ceil

from topologies.graph import Graph, Port, SecurityGroup
from topologies.rendering import sizes, text
from topologies.rendering.scene import Mark

COLOURS = 8  # hues of the palette; group 9 has the colour of group 1 and its own name


def port_marks(ports: Iterable[Port], room: float) -> tuple[Mark, ...]:
    """Chips for these ports, lowest number first: with application names where the room allows it,
    numbers alone where not, and one last chip that counts what still does not fit."""
    ordered = sorted(ports, key=lambda port: (port.number, port.last, port.protocol, port.key))
    full = [_port(port, _words(port)) for port in ordered]
    if _row(full) <= room:
        return tuple(full)
    return _fitting([_port(port, _numbers(port)) for port in ordered], room)


def group_marks(
    groups: Iterable[SecurityGroup], numbers: Mapping[str, int], room: float, rows: int = 2
) -> tuple[Mark, ...]:
    """Chips for these security groups, in the order given, as many as fit in so many rows."""
    marks = [group_mark(group, numbers[group.key], room - 18) for group in groups]
    for kept in range(len(marks), -1, -1):
        shown = marks if kept == len(marks) else [*marks[:kept], _more(marks[kept:])]
        if len(in_rows(shown, room)) <= rows:
            return tuple(shown)
    return ()


def in_rows(marks: Iterable[Mark], room: float) -> list[list[Mark]]:
    """The chips in rows of at most this width."""
    rows: list[list[Mark]] = []
    for mark in marks:
        if rows and _row([*rows[-1], mark]) <= room:
            rows[-1].append(mark)
        else:
            rows.append([mark])
    return rows


def group_mark(group: SecurityGroup, number: int, room: float) -> Mark:
    words = text.fit(group.name, room, sizes.GROUP, mono=True)
    kind = "firewall" if group.firewall else "security group"
    width = ceil(text.width(words, sizes.GROUP, mono=True)) + 18
    return Mark(group.key, words, f"{kind} {group.name}", width, "group-chip", number=number)


def group_numbers(graph: Graph) -> dict[str, int]:
    """Security group key -> 1..8, dealt out in key order."""
    return {key: index % COLOURS + 1 for index, key in enumerate(graph.security_groups)}


def _port(port: Port, words: str) -> Mark:
    words = text.fit(words, 110, sizes.PORT, mono=True)
    width = ceil(text.width(words, sizes.PORT, mono=True)) + 10 + (sizes.LOCK_WIDTH if port.tls else 0)
    look = "port port-public" if port.access == "public" else "port"
    hollow = port.bind == "localhost"
    return Mark(
        port.key,
        words,
        _port_title(port),
        width,
        f"{look} port-localhost" if hollow else look,
        port.tls,
        hollow,
    )


def _numbers(port: Port) -> str:
    numbers = str(port.number) if port.end is None else f"{port.number}–{port.end}"
    return f"{numbers}/udp" if port.protocol == "udp" else numbers


def _words(port: Port) -> str:
    return f"{_numbers(port)} {port.application}".strip()


def _port_title(port: Port) -> str:
    tls = ", TLS" if port.tls else ""
    access = f", open to {port.access}" if port.access else ""
    label = f"{port.label}: " if port.label else ""
    return f"{label}port {_words(port)}, {port.protocol}{tls}, listens on {port.bind}{access}"


def _fitting(marks: list[Mark], room: float) -> tuple[Mark, ...]:
    if _row(marks) <= room:
        return tuple(marks)
    kept = list(marks)
    while kept and _row([*kept, _more(marks[len(kept) :])]) > room:
        kept.pop()
    return (*kept, _more(marks[len(kept) :]))


def _more(hidden: list[Mark]) -> Mark:
    words = f"+{len(hidden)}"
    look = hidden[0].look.split()[0] if hidden else "port"
    width = ceil(text.width(words, sizes.PORT, mono=True)) + 10
    return Mark("", words, "\n".join(mark.title for mark in hidden), width, f"{look} is-more")


def _row(marks: list[Mark]) -> float:
    return sum(mark.width for mark in marks) + sizes.CHIP_GAP * max(0, len(marks) - 1)
