"""What is said of a topology as a whole: its environment, objectives and what its document claims."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Annotated, Literal

from pydantic import Field

from topologies.graph.base import Value
from topologies.scalars import Key, LongText, Text

Environment = Literal["development", "staging", "production", "other"]
Region = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]


class Objectives(Value):
    """What the topology must achieve. `None` = nobody stated it."""

    rto_seconds: Annotated[float, Field(ge=0)] | None = None
    rpo_seconds: Annotated[float, Field(ge=0)] | None = None
    availability_percent: Annotated[float, Field(gt=0, le=100)] | None = None
    latency_p95_ms: Annotated[float, Field(gt=0)] | None = None
    requests_per_day: Annotated[int, Field(ge=0)] | None = None
    requests_per_second: Annotated[float, Field(ge=0)] | None = None
    concurrent_users: Annotated[int, Field(ge=0)] | None = None
    monthly_budget_usd: Annotated[float, Field(ge=0)] | None = None
    residency_regions: tuple[Region, ...] = ()


class Stated(Value):
    """Claims of the source document about the whole, kept apart from what the elements add up to."""

    monthly_cost_usd: Annotated[float, Field(ge=0)] | None = None
    monthly_cost_high_usd: Annotated[float, Field(ge=0)] | None = None
    default_region: Region | None = None


class Note(Value):
    """A fact that has no field of its own, with the document and section it comes from."""

    text: LongText
    stated_in: Text = ""


class Header(Value):
    """Identity and intent of a topology. `system` and `slug` never change."""

    system: Key
    slug: Key
    label: Text = ""
    environment: Environment = "other"
    summary: LongText = ""
    stated_in: Text = ""
    objectives: Objectives = Objectives()
    stated: Stated = Stated()
    ratings: dict[Text, Annotated[int, Field(ge=1, le=5)]] = {}
    notes: tuple[Note, ...] = ()


# Path -> what the header says there of what the topology is for; everything else of it is words for people.
INTENT: Mapping[str, Callable[[Header], object]] = {
    "environment": attrgetter("environment"),
    **{path: attrgetter(path) for name in Objectives.model_fields for path in [f"objectives.{name}"]},
    **{path: attrgetter(path) for name in Stated.model_fields for path in [f"stated.{name}"]},
}


def intent_changed(before: Header, after: Header) -> frozenset[str]:
    """The paths at which the two differ."""
    return frozenset(path for path, read in INTENT.items() if read(before) != read(after))
