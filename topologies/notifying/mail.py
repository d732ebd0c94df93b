"""Notices as e-mail. A mail server that is away loses nothing: each is tried again until it left."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from topologies.models import Notice
from topologies.notifying import outbox
from topologies.services.permissions import allowed

log = logging.getLogger(__name__)


def send(number: int) -> None:
    """Mail the notice if it is due. Of several workers one does."""
    if (notice := _claimed(number)) is None:
        return
    if not _wanted(notice):
        Notice.objects.filter(pk=number).update(mail_after=None)
        return
    try:
        message_of(notice).send()
    except (SMTPException, OSError):
        log.warning("notice %s could not be mailed; it is tried again", number, exc_info=True)
        return
    Notice.objects.filter(pk=number).update(mailed=timezone.now())


def _claimed(number: int) -> Notice | None:
    """The notice, put off before it is tried: a worker that dies now is followed by another one."""
    due = Notice.objects.filter(pk=number, mailed=None, mail_after__lte=timezone.now())
    found = due.select_related("user", "proposal__topology__system").first()
    if found is None:
        return None
    mine = due.filter(mail_tries=found.mail_tries, mail_after=found.mail_after)
    later = outbox.later(found.mail_tries)
    return found if mine.update(mail_tries=F("mail_tries") + 1, mail_after=later) else None


def _wanted(notice: Notice) -> bool:
    """Whether they still want it and may still know of it."""
    known = allowed(notice.user, notice.proposal.topology.system)
    return bool(known) and notice.user_id in outbox.wanting_mail({notice.user_id})


def message_of(notice: Notice) -> EmailMessage:
    """The e-mail. A title may hold anything; a subject is one line."""
    proposal = notice.proposal
    topology = proposal.topology
    place = f"{topology.system.slug}/{topology.slug}"
    title = " ".join(proposal.title.split())
    page = reverse("proposal", args=[topology.system.slug, topology.slug, proposal.number])
    lines = (
        f"{title} (proposal {proposal.number} of {place}) {notice.text}, by {notice.actor_name}.",
        f"{settings.SITE_URL}{page}",
        f"You hear of this because it concerns you. No more e-mail: {settings.SITE_URL}{reverse('notices')}",
    )
    return EmailMessage(
        subject=f"[{place}] #{proposal.number} {title} {notice.text}",
        body="\n\n".join(lines) + "\n",
        to=[notice.user.email],
        # The same for each try, so that mail programs show it once.
        headers={"Message-ID": f"<notice-{notice.pk}@groundplan>"},
    )


def sweep() -> int:
    """Nudge for what is due: how many nudges there were."""
    due = Notice.objects.filter(mailed=None, mail_after__lte=timezone.now()).order_by("mail_after")
    numbers = list(due.values_list("pk", flat=True)[:500])
    for number in numbers:
        outbox.nudge(outbox.MAIL, number)
    return len(numbers)
