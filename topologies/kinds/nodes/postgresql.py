from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.properties import Database, Megabytes, Short


@node(
    "postgresql",
    label="PostgreSQL",
    concern="data",
    icon="database",
    parents=("", "droplet", "vm", "local-machine", "subnet-tier", "network", "group"),
    ports=(PortDefault("postgresql", 5432, "postgresql"),),
    traits=(Trait.DATA, Trait.DATABASE),
)
class Postgresql(Database):
    """PostgreSQL that the team runs itself, on a host or in a container.

    Nobody but the team replaces it when it fails, so its backups and replicas are drawn here.
    """

    shared_buffers_mb: Megabytes | None = None
    effective_cache_mb: Megabytes | None = None
    work_mem_mb: Megabytes | None = None
    maintenance_work_mem_mb: Megabytes | None = None
    wal_buffers_mb: Megabytes | None = None
    data_gb: float | None = None
    os_user: Short = ""
