"""Prints the matrix: every target, every topology of the five systems, and what the program that reads the files says.

Ends with 1 where a cell is refused or could not be verified here.
"""

import sys
from collections.abc import Iterator

from exporters.registry import Target, targets
from tests.verifiers import Verifier, verifiers
from topologies.examples import examples
from topologies.graph import Graph

ACCEPTED, NO_SENSE, REFUSED, UNVERIFIED = "ok", "-", "REFUSED", "NOT VERIFIED HERE"


def cell(target: Target, verifier: Verifier | None, graph: Graph) -> tuple[str, list[str]]:
    """What stands in the matrix, and the words behind it."""
    if reason := target.supports(graph):
        return NO_SENSE, [reason]
    if verifier is None or verifier.missing:
        return UNVERIFIED, [verifier.missing if verifier else "no verifier is declared"]
    faults = verifier.judge(target.generate(graph).files)
    return (REFUSED if faults else ACCEPTED), faults


def rows() -> Iterator[tuple[str, str, str, list[str]]]:
    """Target, topology, cell and words."""
    judges, graphs = verifiers(), {f"{one.system}/{one.slug}": one.graph() for one in examples()}
    for slug, target in targets().items():
        for name, graph in graphs.items():
            yield slug, name, *cell(target, judges.get(slug), graph)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> int:
    bad = 0
    judges = verifiers()
    current = ""
    for target, topology, state, words in rows():
        if target != current:
            say(f"\n{target}: judged by {judges[target].program if target in judges else 'nobody'}")
            current = target
        say(f"  {state:8} {topology}{': ' + words[0].splitlines()[0] if words else ''}")
        bad += state in (REFUSED, UNVERIFIED)
    say(f"\n{bad} cells are refused or not verified." if bad else "\nEvery cell is accepted or declared.")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
