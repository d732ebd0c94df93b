from pydantic import Field

from topologies.kinds.declare import Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Compute, Cron, Seconds, Short


@node(
    "scheduled-job",
    label="Scheduled job",
    concern="compute",
    icon="scheduled-job",
    parents=ANYWHERE,
    traits=(Trait.COMPUTE,),
)
class ScheduledJob(Compute):
    """Code that a clock starts: a cron job, a scheduled ECS task, a nightly sync.

    A schedule says when a run starts, not that it succeeds, nor that the previous one has ended. Write jobs so
    that running twice does no harm, give them a timeout, and let somebody be told when the last success is old.

    Times without a time zone are UTC in most schedulers; a schedule in local time skips or repeats an hour twice a
    year.

    Source of facts: AWS documentation, Amazon EventBridge Scheduler; cron manual.
    """

    schedule: Cron | None = Field(None, description="five cron fields, for example 0 2 * * *")
    interval_seconds: Seconds | None = Field(None, description="where only how often is known, not when")
    timezone: Short = ""
    timeout_seconds: Seconds | None = None
    command: Short = ""
