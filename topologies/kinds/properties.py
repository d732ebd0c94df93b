"""Building blocks of typed properties. Units stand in the field names; `None` = the document does not say."""

from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from topologies.scalars import Text, misfit

Megabytes = Annotated[int, Field(ge=1, le=100_000_000, json_schema_extra={"unit": "MB"})]
Gigabytes = Annotated[float, Field(gt=0, le=10_000_000, json_schema_extra={"unit": "GB"})]
MegabytesPerSecond = Annotated[float, Field(gt=0, le=1_000_000, json_schema_extra={"unit": "MB/s"})]
Gigabits = Annotated[float, Field(gt=0, le=100_000, json_schema_extra={"unit": "Gbit/s"})]
Seconds = Annotated[float, Field(ge=0, le=1_000_000_000, json_schema_extra={"unit": "s"})]
Minutes = Annotated[float, Field(ge=0, le=1_000_000, json_schema_extra={"unit": "min"})]
Days = Annotated[float, Field(ge=0, le=36_500, json_schema_extra={"unit": "days"})]
Dollars = Annotated[float, Field(ge=0, le=100_000_000, json_schema_extra={"unit": "USD a month"})]
Percent = Annotated[float, Field(ge=0, le=100, json_schema_extra={"unit": "%"})]
Load = Annotated[float, Field(gt=0, le=1_000_000_000_000)]
Quantity = Annotated[int, Field(ge=0, le=1_000_000_000)]
Vcpus = Annotated[float, Field(gt=0, le=10_000, json_schema_extra={"unit": "vCPU"})]
Environment = Literal["development", "staging", "production", "other"]
Cron = Annotated[str, Field(pattern=r"^[0-9A-Za-z*/,?#-]{1,30}( [0-9A-Za-z*/,?#-]{1,30}){4}$")]
Short = Text


class Part(BaseModel):
    """An immutable group of properties that refuses names it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    if not TYPE_CHECKING:  # a type checker would take it for every name

        def __getattr__(self, name: str) -> object:
            """Rules ask kinds for properties that they may not have, often; pydantic's own answer takes far longer."""
            raise AttributeError(name)


class CostLine(Part):
    """One line of a price list that is part of the monthly cost."""

    what: Short
    monthly_cost_usd: Dollars
    monthly_cost_high_usd: Dollars | None = None


class Properties(Part):
    """What every kind has."""

    monthly_cost_usd: Dollars | None = Field(None, title="Monthly cost, lowest")
    monthly_cost_high_usd: Dollars | None = Field(None, title="Monthly cost, highest")
    cost_lines: tuple[CostLine, ...] = Field((), description="what the monthly cost is made of")
    availability_percent: Percent | None = Field(
        None,
        title="Availability",
        description="what is promised of it: of one instance, or of all where somebody else runs it or it keeps data",
    )
    provider_name: Short = Field(
        "", title="Name at the provider", description="for example infrar-prod-uploads"
    )

    @model_validator(mode="after")
    def _costs_in_order(self) -> Self:
        low, high = self.monthly_cost_usd, self.monthly_cost_high_usd
        if low is not None and high is not None and low > high:
            raise misfit("monthly_cost_usd", f"monthly_cost_usd {low} is above monthly_cost_high_usd {high}")
        return self


class Place(Properties):
    """Properties of a zone that may belong to another environment than the topology around it."""

    environment: Environment | None = Field(None, description="where it is not that of the topology")


def stated(properties: Properties, *names: str) -> list[Any]:
    """The values of those of these names that the kind has. Cheaper than asking for what most kinds have not."""
    return [getattr(properties, name) for name in _known(type(properties), names)]


@cache
def _known(kind: type[Properties], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name in kind.model_fields)


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
    pitr: bool = Field(False, title="Point-in-time recovery")
    pitr_window_days: Days | None = Field(None, title="Point-in-time window")
    stored_in: Short = Field("", description="region, bucket or path, as the document words it")
    cross_region: bool = False
    size_mb: Megabytes | None = None
    restore_seconds: Seconds | None = None
    restore_by: Short = ""
    automatic: bool = True
    monthly_cost_usd: Dollars | None = None


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


class Deployment(Part):
    """How new code arrives, and how it is taken back."""

    strategy: Literal["", "in-place", "rolling", "blue-green", "canary"] = ""
    branch: Short = ""
    trigger: Short = Field("", description="for example on every push")
    rollback_window_seconds: Seconds | None = Field(
        None, description="how long the old version is kept ready"
    )
    data_changes: Literal["", "backward-compatible", "breaking"] = Field(
        "", description="whether the old and the new version can use the same data"
    )
    duration_seconds: Seconds | None = None
    downtime_seconds: Seconds | None = None
    steps: tuple[Short, ...] = Field((), description="in the order in which they run")


class Process(Properties):
    """Properties of whatever runs as a process; sizes are per instance."""

    vcpus: Vcpus | None = Field(None, title="vCPUs")
    memory_mb: Megabytes | None = None
    cpu_percent: Percent | None = Field(
        None, title="CPU", description="share of its host's CPUs that it uses"
    )
    instance_type: Short = ""
    image: Short = Field("", description="container or machine image")
    environment: dict[Short, Short] = Field({}, description="plain settings; never a secret")
    volumes: tuple[Short, ...] = ()
    os_user: Short = Field("", title="Operating-system user")
    os_priority: Short = Field("", title="Process priority")
    config_path: Short = Field("", description="its configuration file on the host")
    instances_unstated: bool = Field(
        False,
        title="Instances not stated",
        description="nobody says how many run; the number drawn means nothing",
    )
    capacity_requests_per_second: Load | None = Field(None, title="Requests a second, at most")
    capacity_requests_per_day: Load | None = Field(None, title="Requests a day, at most")
    capacity_concurrent_users: Load | None = Field(None, title="Concurrent users, at most")
    health_check: HealthCheck | None = None
    alerts: tuple[AlertThreshold, ...] = ()


class Compute(Process):
    """Properties of what runs the team's own code."""

    runtime: Short = Field("", description="language or framework, as the document words it")
    scaling: Scaling | None = None
    pool: Pool | None = Field(None, title="Connection pool")
    deployment: Deployment | None = None
    restart_policy: Literal["", "always", "on-failure", "never"] = ""
    restart_max_retries: Quantity | None = None
    restart_delay_seconds: Seconds | None = None
    update_batch_percent: Percent | None = Field(
        None, description="instances replaced at a time by a rolling update"
    )
    purchase: Literal["", "on-demand", "reserved", "spot"] = Field("", title="How capacity is bought")
    secrets: tuple[Short, ...] = Field((), description="names of secrets it reads, never their values")
    public_ip: bool = Field(False, title="Public IP address")
    logs_to: Short = ""


class Store(Properties):
    """Properties of what keeps data."""

    storage_gb: Gigabytes | None = None
    multi_az: bool | None = Field(None, title="In several availability zones")
    encrypted_at_rest: bool | None = None
    encryption: Short = Field("", description="for example AES-256, KMS")
    encrypted_in_transit: bool | None = None
    publicly_accessible: bool = False
    failover_seconds: Seconds | None = Field(
        None, title="Failover time", description="automatic failover between availability zones"
    )
    backups: tuple[Backup, ...] = ()
    public: bool | None = Field(None, description="anonymous access from the internet")
    plan: Short = Field("", description="price plan at the provider, for example free tier")
    environments: tuple[Environment, ...] = Field(
        (), description="those that use it, where it is more than the one of this topology"
    )
    alerts: tuple[AlertThreshold, ...] = ()


class Engine(Process, Store):
    """Properties of a program that keeps data."""

    engine_version: Short = ""


class Database(Engine):
    """Properties of a database that replicates.

    `most_replicas` of one source, `most_levels` of copies of copies, and the version `cascades_from` which it makes them;
    None and () = the engine sets no limit.
    """

    most_replicas: ClassVar[int | None] = None
    most_levels: ClassVar[int | None] = None
    cascades_from: ClassVar[tuple[int, ...]] = ()

    role: Literal["primary", "replica", "standby"] = "primary"
    max_connections: Quantity | None = None


class ManagedDatabase(Database):
    """Properties of a database that a provider operates."""

    high_availability: bool | None = Field(None, description="the provider keeps a standby ready")
    maintenance_window: Short = Field("", description="for example Sunday 03:00-04:00 UTC")
    auto_minor_upgrade: bool | None = None
    deletion_protection: bool | None = None


class SavePoint(Part):
    """Redis writes a snapshot when `changes` keys changed within `seconds`."""

    seconds: Seconds
    changes: Quantity


class CachePart(Part):
    """A share of a cache's memory set aside for one use."""

    use: Short
    percent: Percent | None = None
    memory_mb: Megabytes | None = None
    ttl_seconds: Seconds | None = Field(None, title="Time to live")


Eviction = Literal[
    "",
    "noeviction",
    "allkeys-lru",
    "allkeys-lfu",
    "allkeys-random",
    "volatile-lru",
    "volatile-lfu",
    "volatile-random",
    "volatile-ttl",
]


class Cache(Database):
    """Properties of a store in memory."""

    max_memory_mb: Megabytes | None = None
    eviction_policy: Eviction = Field("", description="which keys go when memory is full")
    save_points: tuple[SavePoint, ...] = ()
    append_only_file: bool | None = Field(None, description="every write is logged to disk (AOF)")
    persistent: bool | None = Field(None, description="survives a restart by any means")
    parts: tuple[CachePart, ...] = ()
    uses: tuple[Short, ...] = Field((), description="for example sessions, rate limiting")


class LifecycleRule(Part):
    """What happens to objects by age: deleted, or moved to another storage class."""

    name: Short = ""
    prefix: Short = ""
    after_days: Days | None = Field(None, description="since the object was written")
    action: Literal["delete", "transition"]
    storage_class: Short = Field("", description="where a transition moves to, for example GLACIER")


class ObjectStore(Store):
    """Properties of a bucket."""

    contents: Short = ""
    versioning: bool | None = None
    lifecycle: tuple[LifecycleRule, ...] = ()
    storage_class: Short = ""
    cross_region_replication: bool | None = None


class Balancer(Properties):
    """Properties of what spreads traffic over instances."""

    domains: tuple[Short, ...] = ()
    internet_facing: bool = True
    algorithm: Short = ""
    certificate: Short = Field("", description="where its certificate comes from")
    tls_minimum: Short = Field("", title="Lowest TLS version")
    idle_timeout_seconds: Seconds | None = None
    sticky_sessions: bool | None = None
    health_check: HealthCheck | None = Field(None, description="of the instances behind it")
    alerts: tuple[AlertThreshold, ...] = ()


class Edge(Properties):
    """Properties of what answers near the users, in many places."""

    domains: tuple[Short, ...] = ()
    edge_locations: Quantity | None = None
    automatic_tls: bool | None = Field(None, title="Automatic TLS")
    tls_minimum: Short = Field("", title="Lowest TLS version")
    ddos_protection: bool | None = Field(None, title="DDoS protection")
    plan: Short = ""


class ContentNetwork(Edge):
    """Properties of a CDN."""

    default_ttl_seconds: Seconds | None = Field(None, title="Default time to live")
    compress: bool | None = None
    https_only: bool | None = Field(None, title="HTTPS only")
    caches: Short = Field("", description="what it keeps, for example static assets")


class Site(Edge):
    """Properties of a site that is built once and served as files."""

    framework: Short = ""
    repository: Short = ""
    branch: Short = ""
    build_command: Short = ""
    output_directory: Short = ""
    root_directory: Short = ""
    environment: dict[Short, Short] = Field({}, description="plain settings at build time; never a secret")
    auto_deploy: bool | None = None
    preview_deployments: bool | None = None
    functions: bool | None = Field(None, title="Edge functions")
    analytics: Short = ""
    bandwidth: Short = Field("", description="as the document words it, for example unlimited")
    builds_per_month: Quantity | None = None
    concurrent_builds: Quantity | None = None
    build_limit_minutes: Minutes | None = Field(None, description="longest build the plan allows")


class Observer(Properties):
    """Properties of what watches the others."""

    product: Short = Field("", description="for example Prometheus + Grafana")
    covers: tuple[Short, ...] = Field((), description="what it watches, as the document words it")
    retention_days: Days | None = None
    volume_gb: Gigabytes | None = Field(None, title="Volume a month")
    alerts: tuple[AlertThreshold, ...] = ()
