"""Columns and checks that several tables share."""

from functools import reduce
from operator import or_
from typing import Any, get_args

from django.db import models
from django.db.models import Q


def choice(values: Any, **options: Any) -> models.CharField:
    """A column for one of the strings of a Literal."""
    words = get_args(values)
    return models.CharField(
        max_length=20, choices=[(word, word or "-") for word in words], blank="" in words, **options
    )


def refers(to: str, *, cascade: bool = True, null: bool = False) -> models.ForeignKey:
    """A reference to another element of the same draft (models/triggers.py refuses one of another draft)."""
    on_delete = models.CASCADE if cascade else models.SET_NULL
    return models.ForeignKey(to, on_delete, null=null, blank=null, related_name="+")


def check(name: str, condition: Q) -> models.CheckConstraint:
    return models.CheckConstraint(condition=condition, name=f"%(class)s_{name}")


def known(field: str, values: Any) -> Q:
    return Q(**{f"{field}__in": get_args(values)})


def within(field: str, low: float, high: float) -> Q:
    """Between both, or unknown where the column allows that."""
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": low, f"{field}__lte": high})


def exactly_one(*fields: str) -> Q:
    """One of the columns has a value and the others have none."""
    return reduce(or_, (Q(**{f"{one}__isnull": one != chosen for one in fields}) for chosen in fields))
