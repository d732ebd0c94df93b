"""What every element row has."""

from typing import Any, ClassVar

from django.db import models

from topologies.graph import Element
from topologies.models.drafts import Draft
from topologies.scalars import KEY_LENGTH


class ElementRow(models.Model):
    """A row that holds one `value` of a draft.

    Every field of the value is a column of the same name. A reference is a foreign key to a row of the same
    draft; one that may point into several sections has one column for each (`target_node`, `target_zone`).
    """

    value: ClassVar[type[Element]]
    objects: ClassVar[models.Manager[Any]] = models.Manager()

    draft = models.ForeignKey(Draft, models.CASCADE, db_index=False)
    key = models.CharField(max_length=KEY_LENGTH)
    label = models.CharField(max_length=200, blank=True, default="")
    note = models.TextField(max_length=4000, blank=True, default="")
    stated_in = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        abstract = True
        ordering = ["draft", "key"]
        constraints = [models.UniqueConstraint(fields=["draft", "key"], name="%(class)s_key_once")]

    def __str__(self) -> str:
        return self.label or self.key
