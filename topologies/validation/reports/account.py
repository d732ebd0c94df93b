"""What a report tells of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from topologies.graph import Graph
from topologies.validation.model import Finding
from topologies.validation.waivers import Acceptance, State, Waived, in_force


@dataclass(frozen=True)
class Account:
    """The findings of a graph, what of it is accepted on this day, and the address of the site that knows more."""

    graph: Graph
    findings: tuple[Finding, ...]
    acceptances: tuple[Acceptance, ...]
    today: date
    site: str = ""

    @property
    def name(self) -> str:
        return f"{self.graph.header.system}/{self.graph.header.slug}"

    @cached_property
    def waived(self) -> Waived:
        """By fingerprint, what is accepted today."""
        return in_force(self.acceptances, self.today)

    @property
    def failures(self) -> Iterator[Finding]:
        """What fails and nobody accepted."""
        return (row for row in self.findings if row.verdict == "fail" and row.fingerprint not in self.waived)

    @property
    def states(self) -> Iterator[tuple[Acceptance, State]]:
        """Every waiver with what has become of it."""
        known = {finding.fingerprint for finding in self.findings}
        return ((one, one.state(known, self.today)) for one in self.acceptances)
