"""Containers."""

from django.db import models

from topologies.graph import Zone
from topologies.models.columns import refers
from topologies.models.element import ElementRow
from topologies.scalars import KEY_LENGTH


class ZoneRow(ElementRow):
    value = Zone

    kind = models.CharField(max_length=KEY_LENGTH, db_index=True)
    parent = refers("self", null=True)
    properties = models.JSONField(default=dict, blank=True)

    class Meta(ElementRow.Meta):
        verbose_name = "zone"
