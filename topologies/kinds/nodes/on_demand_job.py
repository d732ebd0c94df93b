from pydantic import Field

from topologies.kinds.declare import Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Compute, Seconds, Short


@node(
    "on-demand-job",
    label="On-demand job",
    concern="compute",
    icon="job",
    parents=ANYWHERE,
    traits=(Trait.COMPUTE,),
)
class OnDemandJob(Compute):
    """Code that runs when somebody asks for it and then ends: an executor, a container build, an export.

    Its minimum may be zero instances: the first run then waits for a start. The maximum limits how many run at
    once; beyond it requests wait or fail, so say which. Capacity that the provider may take back (spot) suits jobs
    that can start again from the beginning.

    A job that runs other people's code or holds their credentials needs its own isolation and its own rights.

    Source of facts: AWS documentation, Fargate and EC2 Spot.
    """

    command: Short = ""
    timeout_seconds: Seconds | None = None
    isolation: Short = Field("", description="what separates runs from each other")
    needs_docker: bool | None = Field(None, title="Needs a Docker daemon")
