"""`make bench-editor`: prints one table, each figure beside its target. Nothing is asserted.

`python -m benchmarks.editor --nodes 1000 --only moving carrying` measures a part."""

import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.editor.editor import (
    arranging,
    carrying,
    heap,
    loading,
    moving,
    opened,
    saving,
    settled,
    signed_in,
)
from benchmarks.editor.figures import HEADING, Figure
from benchmarks.editor.hand import Hand, browser
from benchmarks.editor.peer import peer
from benchmarks.editor.place import Place, place, rested

SIZES = (100, 1_000, 5_000)
Measure = Callable[[Hand, int], Iterator[Figure]]
# What is measured in one page, in this order, and the numbers of nodes at which it is.
MEASURES: dict[str, tuple[Measure, set[int]]] = {
    "heap": (heap, {1_000, 5_000}),
    "moving": (moving, {1_000, 5_000}),
    "carrying": (carrying, {1_000, 5_000}),
    "peer": (peer, {1_000, 5_000}),
    "saving": (saving, {1_000}),
    "arranging": (arranging, {1_000}),
}


def asked() -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.editor", description=__doc__)
    parser.add_argument("--nodes", type=int, nargs="+", default=SIZES, choices=SIZES)
    parser.add_argument("--only", nargs="+", default=["loading", *MEASURES], choices=["loading", *MEASURES])
    return parser.parse_args()


def figures(one: Browser, where: Place, size: int, only: list[str]) -> Iterator[Figure]:
    if "loading" in only:
        yield from loading(one, where, size)
    wanted = [measure for name, (measure, sizes) in MEASURES.items() if name in only and size in sizes]
    if not wanted:
        return
    context = signed_in(one, where.address)
    hand = Hand(opened(context, where.drafts[size]))
    settled(hand.page)
    for measure in wanted:
        yield from measure(hand, size)
    context.close()


def main() -> None:
    options = asked()
    with (
        tempfile.TemporaryDirectory(prefix="groundplan-bench-") as folder,
        place(tuple(options.nodes), Path(folder)) as where,
    ):
        print(HEADING)  # noqa: T201 - the table is what this command is for
        for size in options.nodes:
            rested()  # the size before was edited to its end: a worker that still judges it would be measured along
            with browser() as one:  # of its own: one that has drawn and traced for minutes answers later
                for figure in figures(one, where, size, options.only):
                    print(figure, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
