"""What changed its address since the bundle before, told to Terraform, which would else destroy it and make it anew.

The name of a resource begins with the key of its element, and no key holds an underscore: so an address says which
element it is of, also in a bundle that an older generator made.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from exporters.formats.hcl import Attribute, Block, Comment, Part, Reference, block, render

Files = Mapping[str, bytes]
Address = tuple[str, str]  # type and name
Move = tuple[Address, Address]

FILE = "moved.tf"
_RESOURCE = re.compile(
    r'^resource "([a-z0-9_]+)" "([A-Za-z0-9_-]+)" \{(?:\}$|\n(.*?)^\}$)', re.MULTILINE | re.DOTALL
)
_MOVED = re.compile(r"^  from = ([a-z0-9_]+)\.([\w-]+)\n  to   = ([a-z0-9_]+)\.([\w-]+)$", re.MULTILINE)


def moved(before: Files, now: Files) -> dict[str, str]:
    """The file of `moved` blocks: what moved since, and what had moved before and is still there. None = no file."""
    old, new = _resources(before), _resources(now)
    fresh = sorted(_moves(old, new))
    taken = {end for _, end in fresh}
    kept = [
        move
        for move in _told(before)
        if move[0] not in new and move[1] not in taken and move[1] in {**old, **new}
    ]
    moves = [*kept, *fresh]
    reached = _reaching(moves, new)
    told = [move for move in moves if move in reached]
    return {FILE: render(_file(told))} if told else {}


def _resources(files: Files) -> dict[Address, str]:
    """Every address and the text of its block."""
    texts = (body.decode() for path, body in files.items() if path.endswith(".tf"))
    return {(found[1], found[2]): found[3] or "" for text in texts for found in _RESOURCE.finditer(text)}


def _moves(old: Mapping[Address, str], new: Mapping[Address, str]) -> Iterator[Move]:
    gone, come = _by_element(old.keys() - new.keys()), _by_element(new.keys() - old.keys())
    for element in gone.keys() & come.keys():
        yield from _pairs({one: old[one] for one in gone[element]}, {one: new[one] for one in come[element]})


def _by_element(addresses: Iterable[Address]) -> dict[Address, list[Address]]:
    """Type and element key -> the addresses, sorted."""
    found: dict[Address, list[Address]] = defaultdict(list)
    for type_, name in sorted(addresses):
        found[type_, name.partition("_")[0]].append((type_, name))
    return found


def _pairs(gone: dict[Address, str], come: dict[Address, str]) -> Iterator[Move]:
    """Those that say the same, each once; then the one that is left on both sides."""
    for start, text in sorted(gone.items()):
        same = next((end for end, other in sorted(come.items()) if other == text), None)
        if same is not None:
            del gone[start], come[same]
            yield start, same
    if len(gone) == len(come) == 1:
        yield next(iter(gone)), next(iter(come))


def _told(before: Files) -> list[Move]:
    text = before.get(FILE, b"").decode()
    return [((one[1], one[2]), (one[3], one[4])) for one in _MOVED.finditer(text)]


def _reaching(moves: list[Move], new: Mapping[Address, str]) -> set[Move]:
    """The moves that end, after others or not, at something that there is."""
    found: set[Move] = set()
    ends = set(new)
    while fresh := {move for move in moves if move[1] in ends} - found:
        found |= fresh
        ends |= {start for start, _ in fresh}
    return found


def _file(moves: Iterable[Move]) -> Iterator[Part]:
    yield Comment(
        "what has another address than in the bundles before; keep these until every state knows them"
    )
    yield from (_block(start, end) for start, end in moves)


def _block(start: Address, end: Address) -> Block:
    ends = (Attribute("from", _reference(start)), Attribute("to", _reference(end)))
    return block("moved", body=ends)


def _reference(address: Address) -> Reference:
    return Reference(".".join(address))
