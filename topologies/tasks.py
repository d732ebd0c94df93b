"""What workers do for those who are to be told: thin shells around `notifying`."""

from celery import shared_task

from topologies.notifying import delivering, mail, outbox


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
