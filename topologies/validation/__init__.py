"""What is wrong with a topology, proven. Pure: knows no Django.

A rule is one file under rules/: a generator over a Context whose docstring is its public page. Files are discovered, so a
new rule is a new file and its cases, and nothing else.
"""

from topologies.validation.check import check
from topologies.validation.context import Context
from topologies.validation.fixes import Fix
from topologies.validation.model import (
    Blocked,
    Conflict,
    Evidence,
    Finding,
    Lost,
    Path,
    Report,
    Severity,
    Table,
    Verdict,
)
from topologies.validation.preview import Preview, preview
from topologies.validation.recheck import Judged, judge, recheck
from topologies.validation.registry import RuleSpec, rule, rules

__all__ = [
    "Blocked",
    "Conflict",
    "Context",
    "Evidence",
    "Finding",
    "Fix",
    "Judged",
    "Lost",
    "Path",
    "Preview",
    "Report",
    "RuleSpec",
    "Severity",
    "Table",
    "Verdict",
    "check",
    "judge",
    "preview",
    "recheck",
    "rule",
    "rules",
]
