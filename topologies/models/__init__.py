"""Rows and the constraints that the database itself keeps."""

from collections.abc import Mapping
from types import MappingProxyType

from topologies.graph import SECTIONS
from topologies.models.drafts import Draft, ElementKey, RetiredKey
from topologies.models.element import ElementRow
from topologies.models.history import AuditEntry, DraftOperation
from topologies.models.network import AclEntryRow, NetworkAclRow, PeeringRow, RouteRow
from topologies.models.nodes import NodeRow, PortRow
from topologies.models.notifying import Delivery, Preference, Webhook
from topologies.models.reviews import Comment, Notice, Ownership, Policy, Proposal, Thread, Vote
from topologies.models.revisions import Revision
from topologies.models.security import AttachmentRow, RuleRow, SecurityGroupRow
from topologies.models.systems import Membership, Role, System, Topology
from topologies.models.traffic import LinkRow, ReplicationRow
from topologies.models.views import ViewRow
from topologies.models.waivers import Waiver
from topologies.models.zones import ZoneRow

_ROWS: tuple[type[ElementRow], ...] = (
    ZoneRow,
    NodeRow,
    PortRow,
    SecurityGroupRow,
    RuleRow,
    AttachmentRow,
    PeeringRow,
    RouteRow,
    NetworkAclRow,
    AclEntryRow,
    LinkRow,
    ReplicationRow,
    ViewRow,
)
_BY_SECTION = {row.value.section: row for row in _ROWS}

# Section name -> its table, each after the tables it refers to.
ROWS: Mapping[str, type[ElementRow]] = MappingProxyType({name: _BY_SECTION[name] for name in SECTIONS})

__all__ = [
    "ROWS",
    "AclEntryRow",
    "AttachmentRow",
    "AuditEntry",
    "Comment",
    "Delivery",
    "Draft",
    "DraftOperation",
    "ElementKey",
    "ElementRow",
    "LinkRow",
    "Membership",
    "NetworkAclRow",
    "NodeRow",
    "Notice",
    "Ownership",
    "PeeringRow",
    "Policy",
    "PortRow",
    "Preference",
    "Proposal",
    "ReplicationRow",
    "RetiredKey",
    "Revision",
    "Role",
    "RouteRow",
    "RuleRow",
    "SecurityGroupRow",
    "System",
    "Thread",
    "Topology",
    "ViewRow",
    "Vote",
    "Waiver",
    "Webhook",
    "ZoneRow",
]
