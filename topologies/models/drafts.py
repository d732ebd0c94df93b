"""States of a topology as rows, and the keys in them."""

from uuid import uuid4

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from topologies.models.columns import check
from topologies.models.systems import Topology
from topologies.scalars import KEY_LENGTH


class Draft(models.Model):
    """One state of a topology as rows: the approved one, or one that somebody works on.

    `version` grows with every change, and `stamp` is another one with every content: equal stamps, equal elements.
    A working draft starts from revision `base` and ends when it is published
    or discarded; a closed draft keeps its log and holds no elements.
    """

    class Purpose(models.TextChoices):
        APPROVED = "approved"
        WORKING = "working"

    topology = models.ForeignKey(Topology, models.CASCADE, related_name="drafts")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="drafts")
    base = models.ForeignKey("Revision", models.CASCADE, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=0)
    stamp = models.UUIDField(default=uuid4, editable=False)
    header = models.JSONField()
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)
    closed = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["topology", "purpose", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["topology"], condition=Q(purpose="approved"), name="%(class)s_one_approved"
            ),
            check(
                "purpose_known",
                Q(purpose="approved", owner__isnull=True, closed__isnull=True)
                | Q(purpose="working", owner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.topology} at {self.version}"


class ElementKey(models.Model):
    """A key in use, so that no two sections of a draft share one. Written by triggers only."""

    # The row of the element refers to the draft; that the database checks that once more would cost a copy its time.
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="keys", db_index=False, db_constraint=False)
    key = models.CharField(max_length=KEY_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "key"], name="%(class)s_once")]

    def __str__(self) -> str:
        return self.key


class RetiredKey(models.Model):
    """A key that an earlier revision had and the approved state no longer has. It is not given again."""

    topology = models.ForeignKey(Topology, models.CASCADE, related_name="retired_keys", db_index=False)
    key = models.CharField(max_length=KEY_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topology", "key"], name="%(class)s_once")]

    def __str__(self) -> str:
        return self.key
