"""Two changes of one topology made into one: three-way, by element and field. Pure."""

from topologies.operations.merging.merge import merge
from topologies.operations.merging.model import Clash, Decision, Decisions, Merge, Side, parse_decisions

__all__ = ["Clash", "Decision", "Decisions", "Merge", "Side", "merge", "parse_decisions"]
