"""What was done: edits of drafts with what undoes them, and who did what in a system."""

from django.contrib.auth.models import User
from django.db import models

from topologies.models.drafts import Draft
from topologies.models.systems import System
from topologies.scalars import KEY_LENGTH


class DraftOperation(models.Model):
    """One edit that took a draft to `version`: its operations, what undoes them, and what they changed.

    `changes` is a list of {"section", "key", "before", "after"} with elements as in the document.
    A request that is sent twice has the same `request_id` and is applied once. `undoes` is the version of the edit
    that this one takes back; `stamp` is the draft's afterwards.
    """

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="log", db_index=False)
    version = models.PositiveIntegerField()
    request_id = models.CharField(max_length=80)
    actor = models.ForeignKey(User, models.PROTECT, related_name="+")
    operations = models.JSONField()
    inverse = models.JSONField()
    changes = models.JSONField()
    undoes = models.PositiveIntegerField(null=True, blank=True)
    stamp = models.UUIDField(null=True, editable=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["draft", "version"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "version"], name="%(class)s_version_once"),
            models.UniqueConstraint(fields=["draft", "request_id"], name="%(class)s_request_once"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} to version {self.version}"


class AuditEntry(models.Model):
    """Who did what, when, and what it led from and to. Triggers refuse to change or delete one.

    Names are kept as they were: people, systems and topologies may be gone, and the references to them are then to
    nothing. `before` and `after` are digests: of revisions where one became the next, else of a proposal's content.
    """

    created = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(
        User, models.DO_NOTHING, null=True, blank=True, related_name="+", db_constraint=False
    )
    actor_name = models.CharField(max_length=150)
    system = models.ForeignKey(
        System,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="audit",
        db_constraint=False,
        db_index=False,
    )
    system_name = models.CharField(max_length=KEY_LENGTH, blank=True)
    topology = models.CharField(max_length=KEY_LENGTH, blank=True)
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    before = models.CharField(max_length=64, blank=True)
    after = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "audit entries"
        indexes = [models.Index(fields=["system", "id"])]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.action} {self.subject}"
