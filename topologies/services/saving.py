"""Saves a row or says what is wrong with it by field."""

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from topologies.graph import Fault, Faults

M = TypeVar("M", bound=models.Model)


def saved(row: M) -> M:
    """The row after it was checked and saved.

    Raises:
        Faults: what is wrong, by field; also when somebody else took the name a moment ago.
    """
    try:
        row.full_clean()
        with transaction.atomic():
            row.save()
    except ValidationError as error:
        raise Faults(
            Fault("", "" if field == "__all__" else field, message)
            for field, messages in error.message_dict.items()
            for message in messages
        ) from None
    except IntegrityError:
        raise Faults([Fault("", "slug", "is taken")]) from None
    return row
