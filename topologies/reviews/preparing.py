"""Asks a worker to look at a proposal before its reviewers do: what their pages show of it is kept from then on."""

import logging
from functools import partial
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError as BrokerError

from topologies.models import Draft, Proposal, Revision

log = logging.getLogger(__name__)

PREPARE = "topologies.prepare_review"  # sent by name: tasks stand above
REST_SECONDS = 15  # whoever edits goes on editing; only what they leave is looked at
FORGOTTEN_SECONDS = 600


def prepare_soon(proposal: Proposal) -> None:
    """Have its pages worked out after this transaction."""
    transaction.on_commit(partial(_ask, proposal.pk, proposal.draft, 0))


def edited(*, draft: Draft, **signal: Any) -> None:
    """Hear that a draft was edited."""
    proposal = getattr(draft, "proposal", None)
    if proposal and proposal.state == Proposal.State.SUBMITTED:
        _ask(proposal.pk, draft, REST_SECONDS)


def published(*, revision: Revision, **signal: Any) -> None:
    """Hear that a revision came, which every open proposal of the topology is compared with from now on."""
    rows = Proposal.objects.filter(topology=revision.topology_id, state=Proposal.State.SUBMITTED)
    for proposal in rows.select_related("draft"):
        _ask(proposal.pk, proposal.draft, 0)


def _ask(proposal: int, draft: Draft, seconds: int) -> None:
    """Nothing is lost where the broker does not answer: whoever looks first waits, then."""
    try:
        current_app.send_task(
            PREPARE,
            args=[proposal, str(draft.stamp)],
            countdown=seconds,
            expires=FORGOTTEN_SECONDS,
            retry=False,
        )
    except (BrokerError, OSError):
        log.warning("proposal %s could not be prepared", proposal, exc_info=True)
