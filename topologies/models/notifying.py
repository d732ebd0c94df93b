"""Who is told of what happens, other than on the page: by e-mail, and by webhooks."""

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from topologies.models.columns import check
from topologies.models.systems import System

LONGEST_URL = 500
LONGEST_ANSWER = 2000


class Preference(models.Model):
    """What a person chose. Somebody without one has the defaults."""

    user = models.OneToOneField(User, models.CASCADE, related_name="preference")
    mail = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.user}: {'e-mail' if self.mail else 'no e-mail'}"


class Webhook(models.Model):
    """An address outside that is told what happens in a system.

    Its secret is nowhere: it is worked out from `salt` and the SECRET_KEY whose `key_mark` this is
    (notifying/signing.py).
    """

    system = models.ForeignKey(System, models.CASCADE, related_name="webhooks")
    url = models.CharField(max_length=LONGEST_URL)
    active = models.BooleanField(default=True)
    salt = models.CharField(max_length=64, editable=False)
    key_mark = models.CharField(max_length=16, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["system", "id"]
        constraints = [
            models.UniqueConstraint(fields=["system", "url"], name="%(class)s_url_once"),
            check("has_url", ~Q(url="")),
        ]

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """One message to a webhook: `body` is exactly what is sent, and `status`, `answer` and `error` what came of the
    last try. `send_after` is when the next is due while it is queued."""

    class State(models.TextChoices):
        QUEUED = "queued"
        DELIVERED = "delivered"
        FAILED = "failed"

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=40)
    body = models.TextField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.QUEUED)
    tries = models.PositiveIntegerField(default=0)
    send_after = models.DateTimeField()
    status = models.PositiveIntegerField(null=True, blank=True)
    answer = models.CharField(max_length=LONGEST_ANSWER, blank=True)
    error = models.CharField(max_length=500, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "deliveries"
        constraints = [check("state_known", Q(state__in=["queued", "delivered", "failed"]))]
        indexes = [
            models.Index(fields=["send_after"], condition=Q(state="queued"), name="delivery_to_be_sent")
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.webhook}: {self.state}"
