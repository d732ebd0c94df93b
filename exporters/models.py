"""Exports and the files they made."""

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q

from exporters.bundles import sha256
from exporters.output import LONGEST_PATH
from exporters.storage import Blob, bundle_storage
from topologies.models import Revision

__all__ = ["Blob", "BundleFile", "Export"]


class Export(models.Model):
    """What one target makes of one revision. The row is the truth; the message to a worker is only a nudge.

    There is one for each revision, target and version of its generator. `claims` counts the workers that ever took
    it, and so tells the one that has it now from one that was given up; `attempts` counts them since it was asked
    for. `send_after` is when a message is due (again) while it is queued, `sent` how many there were; `heartbeat`
    is the last sign of life of its worker while it is running.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        SUCCEEDED = "succeeded"
        FAILED = "failed"
        CANCELLED = "cancelled"

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="exports", db_index=False)
    target = models.CharField(max_length=80)
    generator_version = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    claims = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    send_after = models.DateTimeField()
    heartbeat = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    manifest = models.JSONField(null=True, blank=True)
    requested_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="exports")
    requested = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-requested", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "target", "generator_version"], name="%(class)s_bundle_once"
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="%(class)s_done_of_total"),
            models.CheckConstraint(
                condition=Q(state="succeeded", manifest__isnull=False)
                | ~Q(state="succeeded") & Q(manifest__isnull=True),
                name="%(class)s_manifest_when_succeeded",
            ),
        ]
        indexes = [models.Index(fields=["state", "send_after"]), models.Index(fields=["state", "heartbeat"])]

    def __str__(self) -> str:
        return f"{self.target} of {self.revision}: {self.state}"

    @property
    def pending(self) -> bool:
        """Will it change by itself?"""
        return self.state in (self.State.QUEUED, self.State.RUNNING)


class BundleFile(models.Model):
    """One file of a bundle; `read` answers its bytes or raises, never anything else."""

    export = models.ForeignKey(Export, models.CASCADE, related_name="files", db_index=False)
    path = models.CharField(max_length=LONGEST_PATH)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    blob = models.FileField(storage=bundle_storage, max_length=255)

    class Meta:
        ordering = ["export", "path"]
        constraints = [models.UniqueConstraint(fields=["export", "path"], name="%(class)s_path_once")]

    def __str__(self) -> str:
        return self.path

    def read(self) -> bytes:
        """The bytes.

        Raises:
            OSError: they are gone, or no longer those that were stored.
        """
        with self.blob.open("rb") as content:
            body: bytes = content.read()
        if sha256(body) != self.sha256:
            raise OSError(f"the stored bytes of {self.path} of export {self.export_id} are damaged")
        return body
