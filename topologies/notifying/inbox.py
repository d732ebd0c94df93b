"""The notices of a person: read, marked, and whether they leave as e-mail."""

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from topologies.models import Notice, Preference
from topologies.services.errors import NotFound
from topologies.services.permissions import visible_systems


def notices_of(user: User) -> QuerySet[Notice]:
    """Newest first, of the systems that still exist for this person, with their proposals. One query."""
    mine = user.notices.filter(proposal__topology__system__in=visible_systems(user))
    return mine.select_related("proposal__topology__system").order_by("-id")


def unread_count(user: User) -> int:
    return notices_of(user).filter(read=None).count()


def notice_read(*, user: User, number: int) -> Notice:
    """Mark one. Raises NotFound where it is not theirs."""
    notice = notices_of(user).filter(pk=number).first()
    if notice is None:
        raise NotFound("There is no such notice.")
    user.notices.filter(pk=number, read=None).update(read=timezone.now())
    return notice


def notices_read(*, user: User) -> int:
    """Mark all: how many were not yet."""
    return user.notices.filter(read=None).update(read=timezone.now())


def wants_mail(user: User) -> bool:
    return not Preference.objects.filter(user=user, mail=False).exists()


def mail_choose(*, user: User, mail: bool) -> None:
    Preference.objects.update_or_create(user=user, defaults={"mail": mail})
