"""The alerts, and the tests that each is raised when it must be and never else."""

import re
from dataclasses import dataclass
from math import ceil
from typing import Any

from exporters.formats.words import duration, title
from exporters.targets.prometheus.measures import Measure, Series, flat, measure, number
from exporters.targets.prometheus.watch import Watch, family
from topologies.graph import Node, Zone
from topologies.kinds.properties import AlertThreshold

Config = dict[str, Any]
SETTLED = 1800  # seconds until every rate of a test has its value
LONGEST_TEST = 6 * 3600
MOST = 1e12
DOWN = "CannotBeRead"
DOWN_SECONDS = 300


@dataclass(frozen=True)
class Alert:
    """One alert: when it is raised, what it says, and series on which it must be raised or must not."""

    name: str
    expression: str
    seconds: float
    labels: dict[str, str]
    says: str
    kept: dict[str, str]
    loud: Series
    quiet: Series
    template: str = ""


def write(watch: Watch) -> tuple[Config, Config]:
    """The rules and their tests."""
    alerts = {(one.name, *one.labels.items()): one for one in _thresholds(watch)}
    found = [*alerts.values(), _down(watch)]
    tests = [test for one in found if one.seconds <= LONGEST_TEST for test in _tests(one)]
    return (
        {"groups": [{"name": watch.folder, "rules": [_rule(one) for one in found]}]},
        {"rule_files": ["rules.yml"], "evaluation_interval": "1m", "tests": tests},
    )


def literal(text: str) -> str:
    """A text that Prometheus' templates leave as it is."""
    return text.replace("{{", '{{"{{"}}')


def _rule(alert: Alert) -> Config:
    waits = {"for": duration(alert.seconds)} if alert.seconds else {}
    return {
        "alert": alert.name,
        "expr": alert.expression,
        **waits,
        "labels": alert.labels,
        "annotations": {"summary": alert.template or literal(alert.says)},
    }


def _thresholds(watch: Watch) -> list[Alert]:
    found = []
    for element, threshold in watch.thresholds:
        measured = measure(family(element), element.key, threshold)
        if measured is None:
            watch.notes.append(f"{element.key}: no metric is known for its threshold of {threshold.metric!r}")
        elif not measured.least <= threshold.above < min(measured.most or MOST, MOST):
            watch.notes.append(
                f"{element.key}: {threshold.metric!r} above {number(threshold.above)} is no threshold"
            )
        else:
            found.append(_alert(element, threshold, measured))
    return found


def _alert(element: Node | Zone, threshold: AlertThreshold, measured: Measure) -> Alert:
    above, minutes = threshold.above, _minutes(threshold.for_seconds)
    high = (above + measured.most) / 2 if measured.most else above * 1.1 + 1
    return Alert(
        _camel(f"{element.key} {measured.word} high"),
        f"{measured.expression} > {number(above)}",
        threshold.for_seconds,
        {"severity": "warning", "element": element.key, "threshold": number(above)},
        f"{title(element)}: {measured.word} above {number(above)}{_unit(threshold)}",
        {"job": element.key, **measured.kept},
        measured.series(high, minutes),
        measured.series(above * 0.9, minutes),
    )


def _unit(threshold: AlertThreshold) -> str:
    unit = f" {threshold.unit}" if threshold.unit else ""
    if not threshold.for_seconds:
        return unit
    minutes = threshold.for_seconds / 60
    return (
        f"{unit} for {minutes:g} minutes" if minutes >= 1 else f"{unit} for {threshold.for_seconds:g} seconds"
    )


def _down(watch: Watch) -> Alert:
    """Raised for whatever does not answer: no threshold is seen without its metrics."""
    job, minutes = watch.jobs[0].element.key, _minutes(DOWN_SECONDS)
    series = f'up{{job="{job}",instance="a"}}'
    return Alert(
        DOWN,
        "up == 0",
        DOWN_SECONDS,
        {"severity": "critical"},
        f"{job} at a cannot be read",
        {"job": job, "instance": "a"},
        {series: flat(0, minutes)},
        {series: flat(1, minutes)},
        "{{ $labels.job }} at {{ $labels.instance }} cannot be read",
    )


def _minutes(seconds: float) -> int:
    return ceil((SETTLED + min(seconds, LONGEST_TEST)) / 60) + 1


def _tests(alert: Alert) -> list[Config]:
    """One on which it is raised, and one on which it is not."""
    when = f"{SETTLED + 60 * ceil(alert.seconds / 60)}s"
    raised = {
        "exp_labels": {**alert.kept, **alert.labels},
        "exp_annotations": {"summary": alert.says},
    }
    return [
        {
            "interval": "1m",
            "name": f"{alert.name}, {word}",
            "input_series": [{"series": name, "values": values} for name, values in series.items()],
            "alert_rule_test": [{"eval_time": when, "alertname": alert.name, "exp_alerts": expected}],
        }
        for word, series, expected in (("raised", alert.loud, [raised]), ("not raised", alert.quiet, []))
    ]


def _camel(text: str) -> str:
    return "".join(word.capitalize() for word in re.split(r"[^A-Za-z0-9]+", text))
