"""Accepting findings, and taking that back."""

from collections.abc import Collection
from datetime import date

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from topologies.computed import findings_of
from topologies.graph import Fault, Faults
from topologies.models import Proposal, Topology, Waiver
from topologies.services import audit
from topologies.services.errors import NotFound
from topologies.services.locking import locked_topology
from topologies.services.permissions import Action, allowed, require
from topologies.validation import Finding


@transaction.atomic
def waiver_grant(
    *,
    topology: Topology,
    actor: User,
    fingerprint: str,
    reason: str,
    expires: date,
    today: date,
    owner: User | None = None,
    among: Collection[Finding] | None = None,
    proposal: Proposal | None = None,
) -> Waiver:
    """Accept a finding of the newest revision, or one `among` those, which the proposal would bring, until `expires`.
    Another waiver of the same finding ends with it.

    Raises:
        Faults: there is no such finding, no reason, no day within bounds, or the owner is nobody here.
        NotFound, PermissionDenied
    """
    require(actor, Action.VOTE, topology.system)
    topology = locked_topology(topology.pk)
    accountable = owner or actor
    known = _newest(topology) if among is None else among
    finding = next((one for one in known if one.fingerprint == fingerprint), None)
    faults = [*_faults(reason, expires, today), *_owner_faults(accountable, topology)]
    if finding is None or faults:
        where = "the newest revision" if among is None else "what would be merged"
        missing = [] if finding else [Fault("", "fingerprint", f"is no finding of {where}")]
        raise Faults([*missing, *faults])
    _open(topology).filter(fingerprint=fingerprint).update(withdrawn=timezone.now())
    waiver = Waiver.objects.create(
        topology=topology,
        proposal=proposal,
        rule=finding.code,
        fingerprint=fingerprint,
        owner=accountable,
        granted_by=actor,
        reason=reason.strip(),
        expires=expires,
    )
    _record(actor, "grant waiver", waiver)
    return waiver


@transaction.atomic
def waiver_withdraw(*, topology: Topology, number: int, actor: User) -> None:
    """End a waiver: its finding fails again. Raises NotFound, PermissionDenied."""
    require(actor, Action.VOTE, topology.system)
    waiver = _open(locked_topology(topology.pk)).filter(pk=number).first()
    if waiver is None:
        raise NotFound("There is no such waiver.")
    waiver.withdrawn = timezone.now()
    waiver.save(update_fields=["withdrawn"])
    _record(actor, "withdraw waiver", waiver)


def _open(topology: Topology):
    return topology.waivers.filter(withdrawn=None)


def _newest(topology: Topology) -> Collection[Finding]:
    sha256 = topology.revisions.order_by("-number").values_list("sha256", flat=True).first()
    return findings_of(sha256) if sha256 else ()


def _faults(reason: str, expires: date, today: date) -> list[Fault]:
    faults = []
    if not reason.strip():
        faults.append(Fault("", "reason", "is needed: whoever reads it later must know why"))
    if len(reason) > 2000 or "\x00" in reason:
        faults.append(Fault("", "reason", "must be at most 2000 characters, none of them NUL"))
    if expires <= today:
        faults.append(Fault("", "expires", "must be a day to come"))
    elif (expires - today).days > settings.WAIVER_DAYS:
        faults.append(Fault("", "expires", f"must be at most {settings.WAIVER_DAYS} days away"))
    return faults


def _owner_faults(owner: User, topology: Topology) -> list[Fault]:
    known = allowed(owner, topology.system)
    return [] if known else [Fault("", "owner", "has no role in this system")]


def _record(actor: User, action: str, waiver: Waiver) -> None:
    audit.record(
        actor=actor,
        action=action,
        system=waiver.topology.system,
        topology=waiver.topology.slug,
        rule=waiver.rule,
        fingerprint=waiver.fingerprint,
        owner=waiver.owner.get_username(),
        reason=waiver.reason,
        expires=waiver.expires.isoformat(),
    )
