"""Writes down who did what."""

from typing import Any

from django.contrib.auth.models import User

from topologies.models import AuditEntry, System


def record(
    *,
    actor: User,
    action: str,
    system: System,
    topology: str = "",
    subject: str = "",
    before: str = "",
    after: str = "",
    **details: Any,
) -> AuditEntry:
    """An entry about `subject`, or else about the topology (its slug); `before` and `after` are digests."""
    return AuditEntry.objects.create(
        actor=actor,
        actor_name=actor.get_username(),
        system=system,
        system_name=system.slug,
        topology=topology,
        action=action,
        subject=(subject or topology)[:200],
        before=before,
        after=after,
        details=details,
    )
