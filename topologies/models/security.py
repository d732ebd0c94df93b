"""Security groups, what they allow, and what they guard."""

from typing import Literal

from django.db import models

from topologies.graph import Attachment, Rule, SecurityGroup
from topologies.graph.values import Direction
from topologies.models.columns import check, choice, exactly_one, known, refers
from topologies.models.element import ElementRow
from topologies.models.ranges import PortRangeRow, cidr

Default = Literal["allow", "deny"]


class SecurityGroupRow(ElementRow):
    value = SecurityGroup

    zone = refers("ZoneRow", null=True)
    firewall = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)
    default_ingress = choice(Default, default="deny")
    default_egress = choice(Default, default="deny")

    class Meta(ElementRow.Meta):
        verbose_name = "security group"
        constraints = [
            *ElementRow.Meta.constraints,
            check("defaults_known", known("default_ingress", Default) & known("default_egress", Default)),
        ]


class RuleRow(PortRangeRow):
    value = Rule

    group = refers("SecurityGroupRow")
    direction = choice(Direction)
    cidr = cidr(null=True, blank=True)
    peer_group = refers("SecurityGroupRow", null=True)
    peer_zone = refers("ZoneRow", null=True)

    class Meta(PortRangeRow.Meta):
        abstract = False
        verbose_name = "rule"
        constraints = [
            *PortRangeRow.Meta.constraints,
            check("direction_known", known("direction", Direction)),
            check("one_peer", exactly_one("cidr", "peer_group", "peer_zone")),
        ]


class AttachmentRow(ElementRow):
    value = Attachment

    group = refers("SecurityGroupRow")
    target_node = refers("NodeRow", null=True)
    target_zone = refers("ZoneRow", null=True)

    class Meta(ElementRow.Meta):
        verbose_name = "attachment"
        constraints = [
            *ElementRow.Meta.constraints,
            check("one_target", exactly_one("target_node", "target_zone")),
        ]
