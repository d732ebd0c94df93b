"""What workers do for those who are to be told, and for those who will look: thin shells."""

from celery import shared_task

from topologies.notifying import delivering, mail, outbox
from topologies.pages.comparison.preparing import prepare
from topologies.reviews.preparing import PREPARE


@shared_task(name=outbox.MAIL)
def mail_notice(number: int) -> None:
    """Mail a notice, unless it left already."""
    mail.send(number)


@shared_task(name=outbox.DELIVER)
def deliver(number: int) -> None:
    """Send a message to a webhook, unless it arrived or another worker has it."""
    delivering.deliver(number)


@shared_task(name="topologies.sweep", expires=30)
def sweep_outbox() -> None:
    """Send again what is due."""
    mail.sweep()
    delivering.sweep()


@shared_task(name=PREPARE, acks_late=False)
def prepare_review(proposal: int, stamp: str) -> None:
    """Work out what the pages of a proposal show, unless it moved on meanwhile."""
    prepare(proposal, stamp)
