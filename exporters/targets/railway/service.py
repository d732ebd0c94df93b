"""One node as a railway.json. Keys: Railway's reference of config as code and its published schema."""

import re
from typing import Any

from topologies.graph import Graph, Node
from topologies.kinds import Trait
from topologies.kinds.nodes.scheduled_job import ScheduledJob
from topologies.kinds.properties import Compute, HealthCheck, Process, Site
from topologies.kinds.zones.region import Region

Config = dict[str, Any]
SCHEMA = "https://railway.com/railway.schema.json"
MOST_REPLICAS = 200
_RESTARTS = {"always": "ALWAYS", "on-failure": "ON_FAILURE", "never": "NEVER"}
_REGION = re.compile(r"[a-z]+(-[a-z]+)*-[a-z]+[0-9](-[a-z0-9]+)?")  # for example europe-west4-drams3a
_NO_SHELL = re.compile(r"[\w ./:=@,+-]*", re.ASCII)


def service(graph: Graph, node: Node, notes: list[str]) -> Config:
    """The configuration of a service; what it cannot hold goes into the notes."""
    properties = node.properties
    build = {"builder": "RAILPACK", **(_site(properties, notes) if isinstance(properties, Site) else {})}
    deploy = _deploy(graph, node, properties, notes) if isinstance(properties, Compute) else {}
    return {"$schema": SCHEMA, "build": build, **({"deploy": deploy} if deploy else {})}


def _site(site: Site, notes: list[str]) -> Config:
    if site.output_directory:
        notes.append(f"set its variable RAILPACK_SPA_OUTPUT_DIR to {site.output_directory!r}")
    if site.root_directory:
        notes.append(f"its root directory is {site.root_directory!r}: a setting of the service")
    return {"buildCommand": site.build_command} if site.build_command else {}


def _deploy(graph: Graph, node: Node, process: Compute, notes: list[str]) -> Config:
    config: Config = {
        "startCommand": _command(getattr(process, "command", "")),
        **_health(process.health_check, notes),
        **_restart(process, notes),
        **_replicas(graph, node, process, notes),
        "cronSchedule": _schedule(process, notes) if isinstance(process, ScheduledJob) else None,
        "limitOverride": _limits(process),
    }
    return {name: value for name, value in config.items() if value is not None}


def _command(text: str) -> str | None:
    """Railway starts it without a shell, so what a shell would read goes to one."""
    if not text:
        return None
    return text if _NO_SHELL.fullmatch(text) else f"/bin/sh -c {_quoted(text)}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _health(check: HealthCheck | None, notes: list[str]) -> Config:
    if check is None:
        return {}
    if check.command and not check.path:
        notes.append("Railway checks a path, and its health check is a command")
    if not check.path:
        return {}
    if check.interval_seconds is not None:
        notes.append(
            f"Railway asks {check.path} only while it deploys; every {check.interval_seconds:g} seconds "
            "after that takes a monitor"
        )
    wait = check.start_period_seconds
    return {"healthcheckPath": check.path, **({"healthcheckTimeout": _whole(wait)} if wait else {})}


def _restart(process: Compute, notes: list[str]) -> Config:
    if process.restart_delay_seconds:
        notes.append(
            f"Railway chooses the pause before a restart; {process.restart_delay_seconds:g} s are stated"
        )
    if not process.restart_policy:
        return {}
    policy = {"restartPolicyType": _RESTARTS[process.restart_policy]}
    return {
        **policy,
        **({"restartPolicyMaxRetries": process.restart_max_retries} if process.restart_max_retries else {}),
    }


def _replicas(graph: Graph, node: Node, process: Compute, notes: list[str]) -> Config:
    if process.instances_unstated:
        return {}
    if node.max_instances > node.min_instances:
        notes.append(f"Railway adds no replicas by itself: set up to {node.max_instances} by hand")
    count = max(1, min(node.min_instances, MOST_REPLICAS))
    zone = graph.enclosing(node, Trait.REGION)
    code = zone.properties.code if zone and isinstance(zone.properties, Region) else ""
    if _REGION.fullmatch(code):
        return {"multiRegionConfig": {code: {"numReplicas": count}}}
    return {"numReplicas": count}


def _schedule(job: ScheduledJob, notes: list[str]) -> str | None:
    if job.timezone not in ("", "UTC"):
        notes.append(f"Railway's clock is UTC, and its schedule is stated in {job.timezone}")
    if not job.schedule:
        notes.append("no schedule of five fields is stated: it runs when somebody deploys it")
    return job.schedule


def _limits(process: Process) -> Config | None:
    limits: Config = {
        "cpu": process.vcpus,
        "memoryBytes": process.memory_mb * 1_000_000 if process.memory_mb else None,
    }
    stated = {name: value for name, value in limits.items() if value is not None}
    return {"containers": stated} if stated else None


def _whole(value: float) -> float:
    return int(value) if value == int(value) else value
