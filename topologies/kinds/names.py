"""Building blocks of what answers for names."""

from typing import Literal

from pydantic import Field

from topologies.kinds.properties import HealthCheck, Part, Properties, Seconds, Short


class DnsRecord(Part):
    """One name and what it answers with."""

    name: Short
    type: Literal["A", "AAAA", "CNAME", "ALIAS", "MX", "TXT", "NS", "SRV", "CAA"] = "A"
    target: Short = ""
    ttl_seconds: Seconds | None = Field(None, title="Time to live")
    routing: Short = Field("", description="simple, weighted, latency, failover, geolocation")


class NameService(Properties):
    """Properties of DNS."""

    zone_name: Short = ""
    records: tuple[DnsRecord, ...] = ()
    routing: Literal["", "simple", "weighted", "latency", "failover", "geolocation"] = ""
    ttl_seconds: Seconds | None = Field(None, title="Time to live", description="where a record states none")
    health_checks: bool | None = None
    health_check: HealthCheck | None = None
    failover: Literal["", "none", "manual", "automatic"] = ""
    failover_seconds: Seconds | None = Field(None, title="Failover time")
