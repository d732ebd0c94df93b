"""prometheus.yml. Keys: Prometheus documentation, configuration."""

from typing import Any

from exporters.formats.words import duration, title
from exporters.targets.prometheus.watch import Job, Watch
from topologies.graph import Graph
from topologies.kinds.nodes.monitoring import Monitoring

Config = dict[str, Any]
INTERVAL = 15.0  # seconds, where nobody states another


def write(graph: Graph, watch: Watch, called: bool) -> Config:
    """The configuration of one Prometheus; `called` = there is an Alertmanager."""
    interval = duration(_interval(watch))
    alertmanager = {"alerting": {"alertmanagers": [{"static_configs": [{"targets": ["localhost:9093"]}]}]}}
    return {
        "global": {
            "scrape_interval": interval,
            "evaluation_interval": interval,
            "external_labels": {"system": graph.header.system, "topology": graph.header.slug},
        },
        "rule_files": ["rules.yml"],
        **(alertmanager if called else {}),
        "scrape_configs": [_scrape(job) for job in watch.jobs],
    }


def remarks(watch: Watch) -> dict[tuple[str | int, ...], str]:
    """What stands above each job: the element that it reads."""
    return {("scrape_configs", place, "job_name"): title(job.element) for place, job in enumerate(watch.jobs)}


def _interval(watch: Watch) -> float:
    stated = watch.node.properties if watch.node else None
    return (isinstance(stated, Monitoring) and stated.scrape_interval_seconds) or INTERVAL


def _scrape(job: Job) -> Config:
    name: Config = {"job_name": job.element.key}
    if job.federated:
        name |= {"honor_labels": True, "metrics_path": "/federate", "params": {"match[]": ['{job!=""}']}}
    if job.spread:
        return {**name, "dns_sd_configs": [{"names": [job.address], "type": "A", "port": job.port}]}
    target = job.address if job.port is None else f"{job.address}:{job.port}"
    return {**name, "static_configs": [{"targets": [target]}]}
