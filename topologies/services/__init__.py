"""The only writers. Keyword-only functions `<entity>_<verb>` that check permissions, run in one transaction and
write down who did what."""

from topologies.services.administration import system_change, system_delete
from topologies.services.drafts import draft_discard, draft_open
from topologies.services.editing import Edit, draft_edit, draft_edited, keys_spent, keys_taken
from topologies.services.errors import (
    DraftClosed,
    DraftOfProposal,
    DraftOutdated,
    FindingGone,
    NotFound,
    NothingToPublish,
    NotUndoable,
    Refused,
    RequestReused,
    ReviewRequired,
    StaleVersion,
)
from topologies.services.examples import examples_grant, examples_load
from topologies.services.fixing import fix_apply
from topologies.services.permissions import Action, allowed, require
from topologies.services.publishing import draft_publish, publishes_alone, revision_create, revision_published
from topologies.services.systems import membership_grant, membership_revoke, system_create, topology_create
from topologies.services.undoing import Steps, entries_of, steps_of
from topologies.services.waivers import waiver_grant, waiver_withdraw

__all__ = [
    "Action",
    "DraftClosed",
    "DraftOfProposal",
    "DraftOutdated",
    "Edit",
    "FindingGone",
    "NotFound",
    "NotUndoable",
    "NothingToPublish",
    "Refused",
    "RequestReused",
    "ReviewRequired",
    "StaleVersion",
    "Steps",
    "allowed",
    "draft_discard",
    "draft_edit",
    "draft_edited",
    "draft_open",
    "draft_publish",
    "entries_of",
    "examples_grant",
    "examples_load",
    "fix_apply",
    "keys_spent",
    "keys_taken",
    "membership_grant",
    "membership_revoke",
    "publishes_alone",
    "require",
    "revision_create",
    "revision_published",
    "steps_of",
    "system_change",
    "system_create",
    "system_delete",
    "topology_create",
    "waiver_grant",
    "waiver_withdraw",
]
