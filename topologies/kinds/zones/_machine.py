from topologies.kinds.properties import (
    AlertThreshold,
    Backup,
    Dollars,
    Gigabytes,
    Megabytes,
    Part,
    Properties,
    Short,
    Vcpus,
)


class Upgrade(Part):
    """A larger size at its price."""

    monthly_cost_usd: Dollars
    vcpus: Vcpus | None = None
    memory_mb: Megabytes | None = None


class Machine(Properties):
    """Properties of a host: sizes of the whole machine, which its parts share."""

    vcpus: Vcpus | None = None
    memory_mb: Megabytes | None = None
    disk_gb: Gigabytes | None = None
    reserved_memory_mb: Megabytes | None = None
    instance_type: Short = ""
    image: Short = ""
    public_ip: bool = True
    ssh_user: Short = ""
    backups: tuple[Backup, ...] = ()
    upgrades: tuple[Upgrade, ...] = ()
    alerts: tuple[AlertThreshold, ...] = ()
