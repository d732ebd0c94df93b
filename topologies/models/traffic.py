"""Declared traffic and data copies."""

from typing import Literal

from django.db import models
from django.db.models import F, Q

from topologies.graph import Link, Replication
from topologies.models.columns import check, choice, known, refers, within
from topologies.models.element import ElementRow

LinkRole = Literal["traffic", "dns", "control", "telemetry", "deployment"]
Mode = Literal["sync", "async", "logical", "snapshot"]
Failover = Literal["none", "manual", "automatic"]


class LinkRow(ElementRow):
    value = Link

    source = refers("NodeRow")
    target = refers("NodeRow")
    port = refers("PortRow", cascade=False, null=True)
    role = choice(LinkRole, default="traffic")
    protocol = models.CharField(max_length=200, blank=True, default="")
    encrypted = models.BooleanField(null=True, blank=True)
    weight = models.PositiveIntegerField(null=True, blank=True)

    class Meta(ElementRow.Meta):
        verbose_name = "link"
        constraints = [
            *ElementRow.Meta.constraints,
            check("two_ends", ~Q(source=F("target"))),
            check("role_known", known("role", LinkRole)),
            check("weight_is_percent", within("weight", 0, 100)),
        ]


class ReplicationRow(ElementRow):
    value = Replication

    source = refers("NodeRow")
    target = refers("NodeRow")
    port = refers("PortRow", cascade=False, null=True)
    mode = choice(Mode)
    lag_seconds = models.FloatField(null=True, blank=True)
    failover = choice(Failover, default="none")
    failover_seconds = models.FloatField(null=True, blank=True)
    conflict_policy = models.CharField(max_length=200, blank=True, default="")
    encrypted = models.BooleanField(null=True, blank=True)

    class Meta(ElementRow.Meta):
        verbose_name = "replication"
        constraints = [
            *ElementRow.Meta.constraints,
            check("two_ends", ~Q(source=F("target"))),
            check("mode_known", known("mode", Mode)),
            check("failover_known", known("failover", Failover)),
            check("seconds", ~Q(lag_seconds__lt=0) & ~Q(failover_seconds__lt=0)),
        ]
