from typing import Annotated

from pydantic import Field

from topologies.kinds.properties import (
    AlertThreshold,
    Backup,
    Dollars,
    Gigabits,
    Gigabytes,
    Megabytes,
    MegabytesPerSecond,
    Part,
    Percent,
    Properties,
    Short,
    Vcpus,
)


class Upgrade(Part):
    """A larger size at its price."""

    monthly_cost_usd: Dollars
    vcpus: Vcpus | None = None
    memory_mb: Megabytes | None = None
    capacity_times: Annotated[float, Field(gt=0, le=10_000)] | None = Field(
        None, description="capacity as a multiple of the present size's"
    )


class Usage(Part):
    """What was measured on a host, as its document states it."""

    cpu_percent: Percent | None = None
    memory_percent: Percent | None = None
    disk_gb: Gigabytes | None = None
    disk_mb_per_second: MegabytesPerSecond | None = None
    network_gbps: Gigabits | None = None


class Machine(Properties):
    """Properties of a host: sizes of the whole machine, which its parts share."""

    vcpus: Vcpus | None = Field(None, title="vCPUs")
    memory_mb: Megabytes | None = None
    disk_gb: Gigabytes | None = None
    disk_type: Short = ""
    reserved_memory_mb: Megabytes | None = Field(None, description="kept for the operating system")
    instance_type: Short = ""
    image: Short = Field("", title="Operating system")
    public_ip: bool = Field(True, title="Public IP address")
    ssh_user: Short = Field("", title="SSH user")
    backups: tuple[Backup, ...] = ()
    upgrades: tuple[Upgrade, ...] = Field(
        (), description="larger sizes, in the order in which they are taken"
    )
    alerts: tuple[AlertThreshold, ...] = ()
    scale_when: tuple[AlertThreshold, ...] = Field(
        (), description="measured values that call for a larger size"
    )
    usage: Usage | None = Field(None, title="Measured usage")
