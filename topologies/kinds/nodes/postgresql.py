from pydantic import Field

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Database, Gigabytes, Megabytes


@node(
    "postgresql",
    label="PostgreSQL",
    concern="data",
    icon="database",
    parents=ANYWHERE,
    ports=(PortDefault("postgresql", 5432, "postgresql"),),
    traits=(Trait.DATA, Trait.DATABASE),
)
class Postgresql(Database):
    """PostgreSQL that the team runs itself, on a host or in a container.

    Nobody but the team replaces it when it fails, so its backups and replicas are drawn here. Streaming replication
    is asynchronous unless configured: the lag is what a failover loses. A dump restores to the moment it was
    taken; point-in-time recovery needs a base backup and every log file since.

    - Each connection is a process, with `work_mem` for every sort it does.
    - Shared buffers of a quarter of the memory are a usual start.
    - It listens on localhost unless told otherwise.

    Source of facts: PostgreSQL documentation, resource consumption, high availability, continuous archiving.
    """

    shared_buffers_mb: Megabytes | None = None
    effective_cache_mb: Megabytes | None = None
    work_mem_mb: Megabytes | None = Field(None, title="Working memory of a sort")
    maintenance_work_mem_mb: Megabytes | None = Field(None, title="Maintenance memory")
    wal_buffers_mb: Megabytes | None = Field(None, title="Log buffers")
    data_gb: Gigabytes | None = Field(None, title="Data on disk")
