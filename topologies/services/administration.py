"""What the administration of the site changes: systems and the roles in them, with the same permissions as anywhere."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db import transaction

from topologies.models import System
from topologies.services import audit
from topologies.services.permissions import Action, require


@transaction.atomic
def system_change(*, system: System, actor: User, changed: Collection[str]) -> System:
    """Save the system as it is now; `changed` names the fields that differ. Raises NotFound, PermissionDenied."""
    require(actor, Action.ADMINISTER, system)
    system.save()
    if changed:
        fields = {name: str(getattr(system, name)) for name in sorted(changed)}
        audit.record(actor=actor, action="change system", system=system, subject=system.slug, **fields)
    return system


@transaction.atomic
def system_delete(*, system: System, actor: User) -> None:
    """Delete the system with everything in it; only its entries of the audit log stay. Raises NotFound, PermissionDenied."""
    require(actor, Action.ADMINISTER, system)
    audit.record(actor=actor, action="delete system", system=system, subject=system.slug)
    system.delete()
