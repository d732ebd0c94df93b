"""Running parts and the ports they listen on."""

from typing import Literal

from django.db import models
from django.db.models import F, Q

from topologies.graph import Node, Port
from topologies.graph.values import Access
from topologies.models.columns import check, choice, known, refers, within
from topologies.models.element import ElementRow
from topologies.scalars import KEY_LENGTH, Transport

Slot = Literal["", "blue", "green"]
Bind = Literal["localhost", "private", "all"]


class NodeRow(ElementRow):
    value = Node

    kind = models.CharField(max_length=KEY_LENGTH, db_index=True)
    zone = refers("ZoneRow", null=True)
    min_instances = models.PositiveIntegerField(default=1)
    max_instances = models.PositiveIntegerField(default=1)
    availability_zones = models.JSONField(default=list, blank=True)
    slot = choice(Slot, default="")
    optional = models.BooleanField(default=False)
    properties = models.JSONField(default=dict, blank=True)

    class Meta(ElementRow.Meta):
        verbose_name = "node"
        constraints = [
            *ElementRow.Meta.constraints,
            check("instances", Q(min_instances__lte=F("max_instances"), max_instances__lte=100_000)),
            check("slot_known", known("slot", Slot)),
        ]


class PortRow(ElementRow):
    value = Port

    node = refers("NodeRow")
    number = models.PositiveIntegerField(db_index=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    protocol = choice(Transport, default="tcp")
    application = models.CharField(max_length=200, blank=True, default="")
    tls = models.BooleanField(default=False)
    bind = choice(Bind, default="all")
    access = choice(Access, default="")

    class Meta(ElementRow.Meta):
        verbose_name = "port"
        constraints = [
            *ElementRow.Meta.constraints,
            check("numbers", within("number", 1, 65535) & within("end", 1, 65535)),
            check("range", Q(end__isnull=True) | Q(end__gte=F("number"))),
            check("protocol_known", known("protocol", Transport)),
            check("bind_known", known("bind", Bind)),
            check("access_known", known("access", Access)),
        ]
