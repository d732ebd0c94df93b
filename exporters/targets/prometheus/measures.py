"""What a threshold is measured by: an expression of PromQL, and series on which it has a chosen value.

Names of metrics: node_exporter, postgres_exporter and redis_exporter README files; Caddy documentation, metrics.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from topologies.kinds.properties import AlertThreshold

Series = dict[str, str]  # series -> its values, one a minute, as promtool reads them
_NO_DISK = 'fstype!~"tmpfs|devtmpfs|overlay|squashfs|ramfs"'
_CADDY = "caddy_http_request_duration_seconds"


@dataclass(frozen=True)
class Measure:
    """`series` makes the expression have a value, with the labels `kept` beside the job.

    Thresholds lie from `least` to below `most`.
    """

    word: str
    expression: str
    series: Callable[[float, int], Series]
    most: float | None = None
    kept: Mapping[str, str] = field(default_factory=lambda: {"instance": "a"})
    least: float = 0


def measure(family: str, job: str, threshold: AlertThreshold) -> Measure | None:
    """How the threshold of this job is measured; None where no metric of its family says it."""
    words = set(re.findall(r"[a-z]+", threshold.metric.casefold()))
    for (of, word), make in _MEASURES.items():
        if of == family and word in words:
            return make(f'job="{job}"', threshold)
    return None


def number(value: float) -> str:
    """A number as PromQL and promtool read it."""
    rounded = round(value, 9)
    return str(int(rounded)) if rounded == int(rounded) else repr(rounded)


def flat(value: float, minutes: int) -> str:
    return f"{number(value)}+0x{minutes}"


def rising(per_minute: float, minutes: int) -> str:
    return f"0+{number(per_minute)}x{minutes}"


def _cpu(job: str, _: AlertThreshold) -> Measure:
    series = f'node_cpu_seconds_total{{{job},instance="a",cpu="0",mode="idle"}}'
    return Measure(
        "cpu",
        f'100 * (1 - avg by (job, instance) (rate(node_cpu_seconds_total{{{job},mode="idle"}}[5m])))',
        lambda value, minutes: {series: rising(60 * (1 - value / 100), minutes)},
        100,
    )


def _memory(job: str, _: AlertThreshold) -> Measure:
    free, whole = f"node_memory_MemAvailable_bytes{{{job}", f"node_memory_MemTotal_bytes{{{job}"
    return Measure(
        "memory",
        f"100 * (1 - {free}}} / {whole}}})",
        lambda value, minutes: {
            f'{free},instance="a"}}': flat(100 - value, minutes),
            f'{whole},instance="a"}}': flat(100, minutes),
        },
        100,
    )


def _disk(job: str, _: AlertThreshold) -> Measure:
    free, whole = f"node_filesystem_avail_bytes{{{job}", f"node_filesystem_size_bytes{{{job}"
    disk = ',instance="a",fstype="ext4",mountpoint="/"}'
    return Measure(
        "disk",
        f"100 * (1 - {free},{_NO_DISK}}} / {whole},{_NO_DISK}}})",
        lambda value, minutes: {
            f"{free}{disk}": flat(100 - value, minutes),
            f"{whole}{disk}": flat(100, minutes),
        },
        100,
        {"instance": "a", "fstype": "ext4", "mountpoint": "/"},
    )


def _connections(job: str, _: AlertThreshold) -> Measure:
    return Measure(
        "connections",
        f"sum by (job, instance) (pg_stat_activity_count{{{job}}})",
        lambda value, minutes: {
            f'pg_stat_activity_count{{{job},instance="a",state="active"}}': flat(value, minutes)
        },
    )


def _clients(job: str, _: AlertThreshold) -> Measure:
    return Measure(
        "connections",
        f"redis_connected_clients{{{job}}}",
        lambda value, minutes: {f'redis_connected_clients{{{job},instance="a"}}': flat(value, minutes)},
    )


def _used(job: str, _: AlertThreshold) -> Measure:
    used, whole = f"redis_memory_used_bytes{{{job}", f"redis_memory_max_bytes{{{job}"
    return Measure(
        "memory",
        f"100 * {used}}} / ({whole}}} > 0)",
        lambda value, minutes: {
            f'{used},instance="a"}}': flat(value, minutes),
            f'{whole},instance="a"}}': flat(100, minutes),
        },
        100,
    )


def _errors(job: str, _: AlertThreshold) -> Measure:
    count = f"{_CADDY}_count{{{job}"
    bad = f'sum by (job) (rate({count},code=~"5.."}}[5m]))'
    return Measure(
        "errors",
        f"100 * {bad} / sum by (job) (rate({count}}}[5m]))",
        lambda value, minutes: {
            f'{count},instance="a",code="500"}}': rising(value, minutes),
            f'{count},instance="a",code="200"}}': rising(100 - value, minutes),
        },
        100,
        {},
    )


def _response(job: str, threshold: AlertThreshold) -> Measure:
    factor = {"s": "", "seconds": ""}.get(threshold.unit.casefold(), "1000 * ")
    scale = 1000 if factor else 1
    if threshold.quantile is None:
        return _average(job, factor, scale)
    limit = threshold.above / scale
    bucket = f"{_CADDY}_bucket{{{job}"

    def series(value: float, minutes: int) -> Series:
        """All requests take less than the limit, or all take between it and its double."""
        fast = 60 if value <= threshold.above else 0
        ends = {number(limit): fast, number(2 * limit): 60, "+Inf": 60}
        return {f'{bucket},instance="a",le="{end}"}}': rising(count, minutes) for end, count in ends.items()}

    quantile = number(threshold.quantile)
    expression = f"{factor}histogram_quantile({quantile}, sum by (job, le) (rate({bucket}}}[5m])))"
    return Measure(
        f"response time P{100 * threshold.quantile:g}", expression, series, None, {}, 0.001 * scale
    )


def _average(job: str, factor: str, scale: int) -> Measure:
    total, count = f"{_CADDY}_sum{{{job}", f"{_CADDY}_count{{{job}"
    return Measure(
        "response time",
        f"{factor}sum by (job) (rate({total}}}[5m])) / sum by (job) (rate({count}}}[5m]))",
        lambda value, minutes: {
            f'{total},instance="a"}}': rising(60 * value / scale, minutes),
            f'{count},instance="a"}}': rising(60, minutes),
        },
        None,
        {},
    )


_MEASURES: dict[tuple[str, str], Callable[[str, AlertThreshold], Measure]] = {
    ("machine", "cpu"): _cpu,
    ("machine", "memory"): _memory,
    ("machine", "disk"): _disk,
    ("postgresql", "connections"): _connections,
    ("redis", "connections"): _clients,
    ("redis", "memory"): _used,
    ("caddy", "error"): _errors,
    ("caddy", "errors"): _errors,
    ("caddy", "response"): _response,
    ("caddy", "latency"): _response,
}
