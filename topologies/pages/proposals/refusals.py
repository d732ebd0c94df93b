"""What people read when something was refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages

from topologies.graph import Faults
from topologies.pages.frame import PageRequest
from topologies.services import Refused


@dataclass(frozen=True, slots=True)
class Refusal:
    """Sentences, and the status that says the same to machines."""

    sentences: tuple[str, ...]
    status: int


def refusal_of(error: Faults | Refused) -> Refusal:
    """What is wrong, field by field where it is about fields."""
    if isinstance(error, Faults):
        said = (" ".join(filter(None, (one.element, one.field, one.message))) for one in error.faults)
        return Refusal(tuple(f"{line}." for line in said), 422)
    return Refusal(tuple(getattr(error, "reasons", ())) or (str(error),), 409)


def attempted(request: PageRequest, act: Callable[[], Any], done: str) -> Refusal | None:
    """Do it and say that it is done; else why not."""
    try:
        act()
    except (Faults, Refused) as error:
        return refusal_of(error)
    messages.success(request, done)
    return None
