"""What survives a failure, computed at design time: who is still served, who takes over, the recovery time with its parts
and the data that is lost. Pure: knows no Django.

Reachability here is declared traffic: links of role traffic and dns. Users reach what some surviving path leads to; that
each of a service's needs is reached by some path is taken for all of them being reached. Whether filters and routes let
declared traffic pass is another question (`topologies.reachability`). A link of weight 0 counts as a path: whoever
switches to it is not timed.
"""

from topologies.resilience.capacity import Capacity, Load, after_scaling
from topologies.resilience.failures import KINDS, Failure, FailureKind, failures
from topologies.resilience.jobs import Job, Service
from topologies.resilience.recovery import Figure, Part, Recovery
from topologies.resilience.report import Report, Resilience, Scenario, resilience
from topologies.resilience.spof import SinglePoint, drifting, on_hosts, perhaps_alone
from topologies.resilience.standing import Unit
from topologies.resilience.verdicts import Outcome, compared, said
from topologies.resilience.world import World, worlds

__all__ = [
    "KINDS",
    "Capacity",
    "Failure",
    "FailureKind",
    "Figure",
    "Job",
    "Load",
    "Outcome",
    "Part",
    "Recovery",
    "Report",
    "Resilience",
    "Scenario",
    "Service",
    "SinglePoint",
    "Unit",
    "World",
    "after_scaling",
    "compared",
    "drifting",
    "failures",
    "on_hosts",
    "perhaps_alone",
    "resilience",
    "said",
    "worlds",
]
