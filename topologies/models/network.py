"""How networks are joined, where they send traffic, and what their tiers let through."""

from typing import Literal

from django.db import models
from django.db.models import F, Q

from topologies.graph import AclEntry, NetworkAcl, Peering, Route
from topologies.graph.values import Direction
from topologies.models.columns import check, choice, exactly_one, known, refers, within
from topologies.models.element import ElementRow
from topologies.models.ranges import PortRangeRow, cidr

Action = Literal["allow", "deny"]


class PeeringRow(ElementRow):
    value = Peering

    network = refers("ZoneRow")
    peer = refers("ZoneRow")

    class Meta(ElementRow.Meta):
        verbose_name = "peering"
        constraints = [*ElementRow.Meta.constraints, check("two_networks", ~Q(network=F("peer")))]


class RouteRow(ElementRow):
    value = Route

    zone = refers("ZoneRow")
    destination = cidr()
    via_node = refers("NodeRow", null=True)
    via_peering = refers("PeeringRow", null=True)
    via_zone = refers("ZoneRow", null=True)
    availability_zone = models.CharField(max_length=200, blank=True, default="")

    class Meta(ElementRow.Meta):
        verbose_name = "route"
        constraints = [
            *ElementRow.Meta.constraints,
            check("one_hop", exactly_one("via_node", "via_peering", "via_zone")),
        ]


class NetworkAclRow(ElementRow):
    value = NetworkAcl

    zone = refers("ZoneRow")

    class Meta(ElementRow.Meta):
        verbose_name = "network ACL"


class AclEntryRow(PortRangeRow):
    value = AclEntry

    acl = refers("NetworkAclRow")
    number = models.PositiveIntegerField()
    direction = choice(Direction)
    action = choice(Action)
    cidr = cidr()

    class Meta(PortRangeRow.Meta):
        abstract = False
        verbose_name = "network ACL entry"
        verbose_name_plural = "network ACL entries"
        constraints = [
            *PortRangeRow.Meta.constraints,
            check("number_range", within("number", 1, 32766)),
            check("direction_known", known("direction", Direction)),
            check("action_known", known("action", Action)),
        ]
