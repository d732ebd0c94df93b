"""Named pictures."""

from typing import Literal

from django.db import models
from django.db.models import Q

from topologies.graph import View
from topologies.models.columns import check, choice, known, refers
from topologies.models.element import ElementRow

Shows = Literal["everything", "network", "dataflow", "security", "zone"]


class ViewRow(ElementRow):
    value = View

    shows = choice(Shows, default="everything")
    zone = refers("ZoneRow", null=True)
    placements = models.JSONField(default=dict, blank=True)

    class Meta(ElementRow.Meta):
        verbose_name = "view"
        constraints = [
            *ElementRow.Meta.constraints,
            check("shows_known", known("shows", Shows)),
            check(
                "zone_where_needed",
                Q(shows="zone", zone__isnull=False) | (~Q(shows="zone") & Q(zone__isnull=True)),
            ),
        ]
