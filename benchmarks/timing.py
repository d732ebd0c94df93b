"""Timing and printing. Every figure is the best of a few runs; every row stands beside its peer, measured next to it."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass

RUNS = 3


Clock = Callable[[], float]


def best_of(action: Callable[[], object], runs: int = RUNS, clock: Clock = time.process_time) -> float:
    """Seconds of the fastest run, with the garbage collector out of the way.

    They are seconds of this process on a processor, which other work on the machine stretches least. What other programs
    do takes `time.perf_counter`.
    """
    times = []
    for _ in range(runs):
        gc.collect()
        gc.disable()
        start = clock()
        action()
        times.append(clock() - start)
        gc.enable()
    return min(times)


@dataclass(frozen=True, slots=True)
class Row:
    """One measured thing beside its peer; `note` is what a reader must know to believe it."""

    what: str
    nodes: int
    ours: float
    peer: str
    theirs: float
    note: str = ""

    def __str__(self) -> str:
        ratio = self.ours / self.theirs if self.theirs else float("inf")
        figures = f"{self.ours * 1000:9.1f} ms {self.theirs * 1000:9.1f} ms {ratio:8.2f} x"
        return (
            f"{self.what:<34} {self.nodes:>6} {figures}   {self.peer}{f' ({self.note})' if self.note else ''}"
        )


HEADING = f"{'what':<34} {'nodes':>6} {'ours':>12} {'peer':>12} {'ratio':>10}   peer"
