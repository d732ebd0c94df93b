"""What is watched and who is called is what the topology states; promtool runs the alerts that are written."""

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from exporters.output import Output
from exporters.registry import find_target
from tests.exporters.hostile import SOME, TEXT, labelled
from tests.exporters.topologies_named import example
from tests.verifiers.prometheus import judge
from topologies.documents import parse

TARGET = find_target("prometheus")
Files = dict[str, Any]


def shop(*alerts: dict[str, Any], kind: str = "postgresql", **alerting: Any) -> dict[str, Any]:
    return {
        "format": 1,
        "topology": {"system": "shop", "slug": "live"},
        "zones": {"box": {"kind": "droplet"}},
        "nodes": {
            "app": {"kind": "container", "max_instances": 3},
            "db": {"kind": kind, "zone": "box", "properties": {"alerts": list(alerts)}},
            "eyes": {"kind": "monitoring", "zone": "box"},
            "far": {"kind": "monitoring", "properties": {"product": "Prometheus"}},
            "bell": {"kind": "alerting", "properties": alerting},
        },
        "ports": {"app-metrics": {"node": "app", "number": 9000}},
        "links": {
            "app-eyes": {"source": "app", "target": "eyes", "role": "telemetry"},
            "eyes-far": {"source": "eyes", "target": "far", "role": "telemetry"},
            "eyes-bell": {"source": "eyes", "target": "bell", "role": "telemetry"},
        },
    }


def read(output: Output) -> Files:
    return {
        path: YAML(typ="safe", pure=True).load(BytesIO(content)) for path, content in output.files.items()
    }


def generate(document: dict[str, Any]) -> tuple[Files, Output]:
    output = TARGET.generate(parse(document))
    assert judge(output.files) == []
    return read(output), output


def test_the_thresholds_of_infinri_are_those_of_its_document() -> None:
    output = TARGET.generate(example("infinri", "single-droplet"))
    rules = read(output)["prometheus/rules.yml"]["groups"][0]["rules"]
    limits = {rule["alert"]: rule["expr"].rpartition(" > ")[2] for rule in rules[:-1]}
    assert limits == {
        "DropletCpuHigh": "80",
        "DropletMemoryHigh": "90",
        "DropletDiskHigh": "85",
        "CaddyErrorsHigh": "5",
        "CaddyResponseTimeP95High": "500",
        "PostgresqlConnectionsHigh": "40",
    }
    assert [rule.get("for") for rule in rules] == ["300s", "300s", None, None, None, None, "300s"]


def test_pagerduty_is_called_and_slack_told_of_warnings() -> None:
    calls = read(TARGET.generate(example("collab", "active-active")))["monitoring/alertmanager.yml"]
    assert calls["route"]["receiver"] == "alerting"
    assert calls["route"]["routes"] == [{"receiver": "slack", "matchers": ['severity=~"warning"']}]
    assert "pagerduty_configs" in calls["receivers"][0]


def test_instances_are_found_and_another_prometheus_is_federated() -> None:
    found, _ = generate(shop())
    near, far = found["eyes/prometheus.yml"], found["far/prometheus.yml"]
    assert near["scrape_configs"][0]["dns_sd_configs"] == [{"names": ["app"], "type": "A", "port": 9000}]
    assert far["scrape_configs"][0]["metrics_path"] == "/federate"
    assert far["scrape_configs"][0]["static_configs"] == [{"targets": ["eyes:9090"]}]
    assert "eyes/alertmanager.yml" in found
    assert "far/alertmanager.yml" not in found


def test_an_exporter_on_the_same_machine_is_read_there() -> None:
    found, output = generate(shop({"metric": "connections", "above": 40}))
    job = found["eyes/prometheus.yml"]["scrape_configs"][1]
    assert job == {"job_name": "db", "static_configs": [{"targets": ["localhost:9187"]}]}
    assert any("postgres_exporter has to run" in note for note in output.notes)


@pytest.mark.parametrize(
    ("kind", "metric"),
    [("redis", "memory"), ("redis", "connections"), ("caddy", "error rate"), ("caddy", "response time")],
)
def test_every_measure_is_raised_above_its_threshold_and_not_below(kind: str, metric: str) -> None:
    alert = {"metric": metric, "above": 12.5, "for_seconds": 90}
    found, _ = generate(shop(alert, kind=kind))
    assert len(found["eyes/rules.yml"]["groups"][0]["rules"]) == 2


def test_a_threshold_that_no_metric_has_is_told() -> None:
    _, output = generate(shop({"metric": "joy", "above": 3}, {"metric": "connections", "above": -1}))
    assert any("no metric is known for its threshold of 'joy'" in note for note in output.notes)
    assert any("'connections' above -1 is no threshold" in note for note in output.notes)


def test_monitoring_of_another_product_is_left_alone() -> None:
    assert TARGET.supports(example("infrar", "production"))


@settings(max_examples=6, deadline=None)
@given(st.floats(0, 1e12), st.floats(0, 1e9), st.floats(0.01, 1))
def test_any_number_is_a_threshold(above: float, seconds: float, quantile: float) -> None:
    stated = {"above": above, "for_seconds": seconds}
    generate(shop({"metric": "connections", **stated}))
    generate(shop({"metric": "latency", "quantile": quantile, **stated}, kind="caddy"))


@settings(max_examples=6, deadline=None)
@given(TEXT)
def test_every_label_is_what_the_alert_says(text: str) -> None:
    """promtool holds the text that Prometheus makes of the annotation against the one that is expected."""
    document = shop({"metric": "connections", "above": 40})
    found, _ = generate(labelled(document, text))
    plain, _ = generate(document)
    assert found["eyes/prometheus.yml"] == plain["eyes/prometheus.yml"]
    told = found["eyes/rules.test.yml"]["tests"][0]["alert_rule_test"][0]["exp_alerts"][0]
    assert text in told["exp_annotations"]["summary"]


@settings(max_examples=6, deadline=None)
@given(SOME)
def test_no_text_becomes_a_setting(text: str) -> None:
    alert = {"metric": "connections", "above": 40, "unit": text}
    found, _ = generate(shop(alert, {"metric": text, "above": 1}, channels=[text], severities=[text]))
    assert len(found["eyes/rules.yml"]["groups"][0]["rules"]) == 2
    assert found["eyes/alertmanager.yml"]["receivers"] == [{"name": "bell"}]
