"""Approved states, for ever."""

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F

from topologies.models.columns import check
from topologies.models.systems import Topology


class Revision(models.Model):
    """An immutable approved state of a topology. `document` is the canonical JSON text whose UTF-8 bytes
    `sha256` is the digest of. A trigger refuses every update."""

    topology = models.ForeignKey(Topology, models.CASCADE, related_name="revisions", db_index=False)
    number = models.PositiveIntegerField()
    document = models.TextField()
    sha256 = models.CharField(max_length=64, db_index=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="revisions")
    comment = models.TextField(max_length=4000, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["topology", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["topology", "number"], name="%(class)s_number_once"),
            check("number_from_one", models.Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"revision {self.number} of {self.topology}"

    def approvers(self) -> tuple[str, ...]:
        """Who approved the proposal that became this revision, by name; nobody where it was published without one."""
        approvals = User.objects.filter(
            votes__proposal__merged=self, votes__verdict="approve", votes__digest=F("votes__proposal__digest")
        )
        return tuple(sorted(set(approvals.values_list("username", flat=True))))
