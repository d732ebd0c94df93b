"""Two changes of one topology made into one: three-way, by element and field. Pure."""

from topologies.operations.merging.merge import merge
from topologies.operations.merging.model import (
    UNSAID,
    Clash,
    Decision,
    Decisions,
    Merge,
    Side,
    parse_decisions,
)

__all__ = ["UNSAID", "Clash", "Decision", "Decisions", "Merge", "Side", "merge", "parse_decisions"]
