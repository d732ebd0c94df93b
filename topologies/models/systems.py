"""Systems, who may do what in them, and their topologies."""

from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from topologies.graph import Environment
from topologies.models.columns import check, choice, known
from topologies.scalars import KEY_LENGTH, KEY_PATTERN

# First parts of addresses that are not systems.
RESERVED = frozenset(
    {
        "account", "admin", "api", "healthz", "kinds", "media", "notices", "rules", "sign-in", "sign-out", "static",
    }
)  # fmt: skip

# Second parts of addresses that are not topologies.
RESERVED_TOPOLOGIES = frozenset({"audit", "webhooks"})

is_key = RegexValidator(
    KEY_PATTERN, "Use lower-case letters, digits and single hyphens; begin with a letter."
)


def is_free(slug: str) -> None:
    """Refuse a slug that another page has."""
    if slug in RESERVED:
        raise ValidationError(f"{slug!r} is the address of another page.")


def is_free_topology(slug: str) -> None:
    """Refuse a slug that another page of the system has."""
    if slug in RESERVED_TOPOLOGIES:
        raise ValidationError(f"{slug!r} is the address of another page.")


class System(models.Model):
    """A product whose architecture is designed. It owns topologies."""

    slug = models.CharField(max_length=KEY_LENGTH, unique=True, validators=[is_key, is_free])
    label = models.CharField(max_length=200)
    summary = models.TextField(max_length=4000, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["slug"]
        constraints = [check("slug_is_free", ~models.Q(slug__in=sorted(RESERVED)))]

    def __str__(self) -> str:
        return self.label or self.slug


class Role(models.TextChoices):
    """What a person is in a system; services/permissions.py says what each may do."""

    VIEWER = "viewer"
    ARCHITECT = "architect"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"


class Membership(models.Model):
    """One person's role in one system. Without one the system does not exist for that person."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    system = models.ForeignKey(System, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        ordering = ["system", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "system"], name="%(class)s_once"),
            check("role_known", models.Q(role__in=Role.values)),
        ]

    def __str__(self) -> str:
        return f"{self.user} is {self.role} of {self.system}"


class Topology(models.Model):
    """One deployment design of a system. `label` and `environment` repeat the newest revision's header."""

    system = models.ForeignKey(System, models.CASCADE, related_name="topologies")
    slug = models.CharField(max_length=KEY_LENGTH, validators=[is_key, is_free_topology])
    label = models.CharField(max_length=200, blank=True)
    environment = choice(Environment, default="other")
    created = models.DateTimeField(auto_now_add=True)

    # Of the newest revision; set by the selectors only.
    latest_number: int | None
    latest_sha256: str | None
    latest_created: datetime | None
    latest_author: str | None

    class Meta:
        ordering = ["system", "slug"]
        verbose_name_plural = "topologies"
        constraints = [
            models.UniqueConstraint(fields=["system", "slug"], name="%(class)s_slug_once"),
            check("environment_known", known("environment", Environment)),
            check("slug_is_free", ~models.Q(slug__in=sorted(RESERVED_TOPOLOGIES))),
        ]

    def __str__(self) -> str:
        return self.label or self.slug
