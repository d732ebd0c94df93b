"""Writes down who did what."""

from typing import Any

from django.contrib.auth.models import User

from topologies.models import AuditEntry, System


def record(*, actor: User, action: str, system: System, subject: str, **details: Any) -> AuditEntry:
    return AuditEntry.objects.create(
        actor=actor,
        actor_name=actor.get_username(),
        system=system,
        action=action,
        subject=subject[:200],
        details=details,
    )
