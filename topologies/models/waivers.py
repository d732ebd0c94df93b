"""Findings that somebody accepted."""

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q

from topologies.models.columns import check
from topologies.models.systems import Topology


class Waiver(models.Model):
    """One finding, accepted until the day `expires`: on that day it fails again. `owner` answers for it.

    A waiver is never changed: it is withdrawn, and perhaps another one granted. `proposal` is what would bring the
    finding, where it was accepted before it was there.
    """

    topology = models.ForeignKey(Topology, models.CASCADE, related_name="waivers")
    proposal = models.ForeignKey("Proposal", models.SET_NULL, null=True, blank=True, related_name="waivers")
    rule = models.CharField(max_length=5)
    fingerprint = models.CharField(max_length=16)
    owner = models.ForeignKey(User, models.PROTECT, related_name="waivers")
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField(max_length=2000)
    expires = models.DateField()
    created = models.DateTimeField(auto_now_add=True)
    withdrawn = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["topology", "expires", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["topology", "fingerprint"],
                condition=Q(withdrawn__isnull=True),
                name="%(class)s_one_a_finding",
            ),
            check("has_reason", ~Q(reason="")),
            check("withdrawn_later", Q(withdrawn__isnull=True) | Q(withdrawn__gte=F("created"))),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.fingerprint} of {self.topology} until {self.expires}"
