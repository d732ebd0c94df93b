"""Who has a draft open, and what they look at. Kept in the cache for a while, and gone with it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass

from django.contrib.auth.models import User
from django.core.cache import cache
from django.db.models import Q
from redis.exceptions import RedisError

from topologies.models import Draft

KEPT_SECONDS = 45  # a page says that it is there every 20 s


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at work in a draft, with the keys of what they have selected."""

    name: str
    selection: tuple[str, ...]


def arrive(draft: Draft, actor: User, selection: Sequence[str]) -> None:
    """This person has the draft open and these elements selected."""
    with suppress(RedisError):
        cache.set(
            _name(draft.pk, actor.pk), asdict(Person(actor.get_username(), tuple(selection))), KEPT_SECONDS
        )


def leave(draft: Draft, actor: User) -> None:
    """This person closed the draft."""
    with suppress(RedisError):
        cache.delete(_name(draft.pk, actor.pk))


def people_in(draft_id: int) -> tuple[Person, ...]:
    """Everybody who has the draft open, by name; nobody while the cache is away. One query."""
    members = Q(memberships__system__topologies__drafts=draft_id) | Q(is_superuser=True)
    ids = User.objects.filter(members, is_active=True).order_by().values_list("pk", flat=True).distinct()
    try:
        found = cache.get_many([_name(draft_id, pk) for pk in ids])
    except RedisError:
        return ()
    return tuple(sorted((Person(**row) for row in found.values()), key=lambda person: person.name))


def _name(draft_id: int, user_id: int) -> str:
    return f"presence:{draft_id}:{user_id}"
