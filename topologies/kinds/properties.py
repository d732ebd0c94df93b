"""Building blocks of typed properties. Units stand in the field names; `None` = the document does not say."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from topologies.scalars import Text

Megabytes = Annotated[int, Field(ge=1, le=100_000_000, description="megabytes")]
Gigabytes = Annotated[float, Field(gt=0, le=10_000_000, description="gigabytes")]
Seconds = Annotated[float, Field(ge=0, le=1_000_000_000, description="seconds")]
Days = Annotated[float, Field(ge=0, le=36_500, description="days")]
Dollars = Annotated[float, Field(ge=0, le=100_000_000, description="US dollars a month")]
Percent = Annotated[float, Field(ge=0, le=100, description="percent")]
Quantity = Annotated[int, Field(ge=0, le=1_000_000_000)]
Vcpus = Annotated[float, Field(gt=0, le=10_000, description="virtual CPUs")]
Short = Text


class Part(BaseModel):
    """An immutable group of properties that refuses names it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Properties(Part):
    """What every kind has."""

    monthly_cost_usd: Dollars | None = Field(None, title="Monthly cost, lowest")
    monthly_cost_high_usd: Dollars | None = Field(None, title="Monthly cost, highest")
    provider_name: Short = Field(
        "", title="Name at the provider", description="for example infrar-prod-uploads"
    )


class Backup(Part):
    """One way in which data is saved elsewhere.

    `retention_days` holds the plain case; `keep_*` the grandfather-father-son counts. `pitr` = any second inside
    `pitr_window_days` can be restored.
    """

    method: Literal["snapshot", "dump", "copy"] = "snapshot"
    interval_seconds: Seconds | None = None
    retention_days: Days | None = None
    keep_daily: Quantity | None = None
    keep_weekly: Quantity | None = None
    keep_monthly: Quantity | None = None
    pitr: bool = False
    pitr_window_days: Days | None = None
    stored_in: Short = Field("", description="region, bucket or path, as the document words it")
    cross_region: bool = False
    size_mb: Megabytes | None = None
    restore_seconds: Seconds | None = None
    restore_by: Short = ""
    automatic: bool = True


class HealthCheck(Part):
    """How somebody finds out that an instance is ill."""

    path: Short = ""
    command: Short = ""
    interval_seconds: Seconds | None = None
    timeout_seconds: Seconds | None = None
    retries: Quantity | None = None
    start_period_seconds: Seconds | None = None


class Scaling(Part):
    """When instances are added and removed, between the node's minimum and maximum."""

    metric: Literal["cpu", "memory", "requests", "queue", "custom"] = "cpu"
    target_percent: Percent | None = None
    scale_out_cooldown_seconds: Seconds | None = None
    scale_in_cooldown_seconds: Seconds | None = None
    replacement_seconds: Seconds | None = Field(None, description="until a lost instance is replaced")


class AlertThreshold(Part):
    """A measured value that calls somebody: `metric` `above` the value for `for_seconds`."""

    metric: Short
    above: float
    unit: Short = ""
    for_seconds: Seconds = 0
    quantile: Annotated[float, Field(gt=0, le=1)] | None = None


class Pool(Part):
    """A connection pool that a node holds towards a database."""

    max_connections: Quantity | None = None
    max_lifetime_seconds: Seconds | None = None
    max_idle_seconds: Seconds | None = None


class Compute(Properties):
    """Properties of what runs the team's own code; sizes are per instance."""

    vcpus: Vcpus | None = None
    memory_mb: Megabytes | None = None
    cpu_percent: Percent | None = Field(None, description="share of its host's CPUs that it uses")
    instance_type: Short = ""
    image: Short = ""
    runtime: Short = Field("", description="language or framework, as the document words it")
    health_check: HealthCheck | None = None
    scaling: Scaling | None = None
    pool: Pool | None = None
    restart_policy: Literal["", "always", "on-failure", "never"] = ""
    restart_max_retries: Quantity | None = None
    restart_delay_seconds: Seconds | None = None
    update_batch_percent: Percent | None = Field(
        None, description="instances replaced at a time by a rolling update"
    )
    environment: dict[Short, Short] = Field({}, description="plain settings; never a secret")
    secrets: tuple[Short, ...] = Field((), description="names of secrets it reads, never their values")
    public_ip: bool = False
    logs_to: Short = ""
    alerts: tuple[AlertThreshold, ...] = ()


class Store(Properties):
    """Properties of what keeps data."""

    engine_version: Short = ""
    instance_type: Short = ""
    vcpus: Vcpus | None = None
    memory_mb: Megabytes | None = None
    storage_gb: Gigabytes | None = None
    multi_az: bool | None = None
    encrypted_at_rest: bool | None = None
    encryption: Short = Field("", description="for example AES-256, KMS")
    encrypted_in_transit: bool | None = None
    publicly_accessible: bool = False
    failover_seconds: Seconds | None = Field(
        None, description="automatic failover between availability zones"
    )
    backups: tuple[Backup, ...] = ()
    public: bool | None = Field(None, description="anonymous access from the internet")
    alerts: tuple[AlertThreshold, ...] = ()


class Database(Store):
    """Properties of a database that replicates."""

    role: Literal["primary", "replica", "standby"] = "primary"
    cpu_percent: Percent | None = None
    max_connections: Quantity | None = None
