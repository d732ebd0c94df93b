from typing import Literal

from pydantic import Field

from topologies.kinds.declare import Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import (
    Days,
    Observer,
    Short,
)


@node(
    "logging",
    label="Logging",
    concern="observability",
    icon="logging",
    parents=ANYWHERE,
    traits=(Trait.OBSERVER,),
)
class Logging(Observer):
    """Collects what programs write: CloudWatch Logs, an ELK stack, Datadog; audit logs too.

    Logs name people: retention is a promise about personal data as well as a cost, and the region in which they lie
    counts for residency. Never let a request wait for a log. Audit logs belong where those they describe cannot
    change them.

    CloudWatch keeps logs for ever unless a retention is set.

    Source of facts: AWS documentation, Amazon CloudWatch Logs.
    """

    format: Short = Field("", description="for example structured JSON")
    purpose: Literal["", "application", "access", "audit", "flow"] = ""
    archive_days: Days | None = Field(None, description="kept in cheaper storage after the retention")
    archived_in: Short = ""
