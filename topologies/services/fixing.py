"""Applying what a finding offers."""

from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction

from topologies.models import Draft, Topology
from topologies.operations import Operation
from topologies.services.drafts import draft_open
from topologies.services.editing import draft_edit, keys_taken
from topologies.services.errors import FindingGone
from topologies.snapshots import read_graph
from topologies.validation import check
from topologies.validation.fixes import renewed


@transaction.atomic
def fix_apply(*, topology: Topology, actor: User, code: str, fingerprint: str, number: int) -> Draft:
    """Open the person's draft and apply a fix of the finding there: one edit, which can be undone.

    Raises:
        FindingGone: the draft, which may have moved on, has no such finding or offers no such fix.
        Faults, NotFound, PermissionDenied, DraftClosed
    """
    draft = draft_open(topology=topology, actor=actor)
    operations = _operations(draft, code, fingerprint, number)
    draft_edit(
        draft=draft,
        actor=actor,
        base_version=draft.version,
        operations=operations,
        request_id=uuid4().hex,
    )
    return draft


def _operations(draft: Draft, code: str, fingerprint: str, number: int) -> tuple[Operation, ...]:
    graph = read_graph(draft)
    found = (one for one in check(graph, only=[code]).findings if one.fingerprint == fingerprint)
    finding = next(found, None)
    if finding is None or not 0 <= number < len(finding.fixes):
        raise FindingGone("Your draft no longer has this finding, or no longer this way to fix it.")
    return renewed(finding.fixes[number].operations, keys_taken(topology=draft.topology, graph=graph))
