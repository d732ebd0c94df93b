"""Who can reach what, with the path or the first thing that blocks it. Pure: knows no Django.

`reach` answers one question; ask many of one graph through one `Engine`, which remembers what it worked out for
nodes that share their place, groups and addresses. What the answers mean, and what they assume, stands in `sites`,
`routes`, `filters`, `acls` and `listening`, one layer each. `questions` asks about whole classes, `intent` where the picture and the network disagree.
"""

from topologies.reachability.engine import Engine, reach
from topologies.reachability.exposure import Exposed, exposure
from topologies.reachability.flow import INTERNET, SOME_PORT, Answer, Block, Flow, Hop, Verdict
from topologies.reachability.intent import Intent, intent
from topologies.reachability.leaving import Egress, Leaving, egress

__all__ = [
    "INTERNET",
    "SOME_PORT",
    "Answer",
    "Block",
    "Egress",
    "Engine",
    "Exposed",
    "Flow",
    "Hop",
    "Intent",
    "Leaving",
    "Verdict",
    "egress",
    "exposure",
    "intent",
    "reach",
]
