"""Frozen values of a topology and the graph over them. Pure: knows no Django."""

from topologies.graph.base import Fault, Faults, Value
from topologies.graph.evolution import evolved
from topologies.graph.graph import Graph, assemble, build
from topologies.graph.header import INTENT, Environment, Header, Note, Objectives, Stated, intent_changed
from topologies.graph.values import (
    SECTIONS,
    AclEntry,
    Attachment,
    Element,
    Link,
    NetworkAcl,
    Node,
    Peering,
    Placement,
    Port,
    Replication,
    Route,
    Rule,
    SecurityGroup,
    View,
    Zone,
)

__all__ = [
    "INTENT",
    "SECTIONS",
    "AclEntry",
    "Attachment",
    "Element",
    "Environment",
    "Fault",
    "Faults",
    "Graph",
    "Header",
    "Link",
    "NetworkAcl",
    "Node",
    "Note",
    "Objectives",
    "Peering",
    "Placement",
    "Port",
    "Replication",
    "Route",
    "Rule",
    "SecurityGroup",
    "Stated",
    "Value",
    "View",
    "Zone",
    "assemble",
    "build",
    "evolved",
    "intent_changed",
]
