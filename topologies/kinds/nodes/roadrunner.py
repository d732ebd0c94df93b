from pydantic import Field

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Compute, Megabytes, Quantity, Seconds, Short


@node(
    "roadrunner",
    label="RoadRunner",
    concern="compute",
    icon="app-server",
    parents=ANYWHERE,
    ports=(PortDefault("http", 8080, "http"),),
    traits=(Trait.COMPUTE,),
)
class RoadRunner(Compute):
    """The RoadRunner application server: a pool of PHP workers that stay in memory between requests.

    A worker serves one request at a time, so the number of workers limits how many requests run at once, and the
    memory of the host must hold all of them at their highest. Workers leak what the code leaks: `max_jobs`, the
    time to live and the memory limit each replace a worker before that hurts.

    - Listen on localhost where a web server on the same host stands in front; 0.0.0.0 is every address.
    - The memory limit is checked at intervals and after a request; it is no hard ceiling.
    - A reload lets workers finish what they are doing.

    Source of facts: RoadRunner documentation, PHP workers and HTTP plugin.
    """

    workers: Quantity | None = None
    max_jobs: Quantity | None = Field(None, description="requests a worker serves before it is replaced")
    allocate_timeout_seconds: Seconds | None = Field(None, description="longest wait for a free worker")
    destroy_timeout_seconds: Seconds | None = Field(None, description="longest wait for a worker to end")
    worker_memory_mb: Megabytes | None = Field(None, title="Memory limit of a worker")
    worker_ttl_seconds: Seconds | None = Field(None, title="Life of a worker")
    watch_interval_seconds: Seconds | None = Field(None, description="how often the limits are checked")
    command: Short = Field("", description="what starts a worker, for example php pub/index.php")
    address: Short = Field(
        "", description="where it listens, as its configuration says, for example 0.0.0.0:8080"
    )
    middleware: tuple[Short, ...] = Field((), description="in the order in which they run")
    uploads_forbidden: tuple[Short, ...] = Field((), description="file name endings that are refused")
    metrics_address: Short = Field("", description="where Prometheus reads its metrics")
    service_unit: Short = Field("", description="the systemd unit that keeps it running")
