"""What Compose reads is what is written: judged by the real docker-compose, read back through its own JSON."""

import json
from typing import Any

import pytest
from hypothesis import given, settings

from exporters.output import Output
from exporters.registry import find_target
from tests.exporters.hostile import SOME, TEXT, labelled
from tests.exporters.topologies_named import example
from tests.verifiers.compose import config
from topologies.documents import parse
from topologies.graph import Faults

TARGET = find_target("compose")


def shop(**app: Any) -> dict[str, Any]:
    """web -> app -> db on a developer's machine."""
    return {
        "format": 1,
        "topology": {"system": "shop", "slug": "dev", "environment": "development"},
        "zones": {"local": {"kind": "local-machine", "properties": {}}},
        "nodes": {
            "app": {"kind": "container", "zone": "local", "properties": app},
            "db": {"kind": "postgresql", "zone": "local", "properties": {"engine_version": "16"}},
            "web": {"kind": "container", "zone": "local", "properties": {}},
        },
        "ports": {
            "app-http": {"node": "app", "number": 8080},
            "db-port": {"node": "db", "number": 5432, "bind": "localhost"},
            "web-http": {"node": "web", "number": 8080, "bind": "localhost"},
        },
        "links": {
            "app-to-db": {"source": "app", "target": "db", "port": "db-port"},
            "web-to-app": {"source": "web", "target": "app", "port": "app-http"},
        },
    }


def generate(document: dict[str, Any]) -> tuple[dict[str, Any], Output]:
    """What Compose understands, and the output."""
    output = TARGET.generate(parse(document))
    answer = config(output.files["compose.yaml"], "--format", "json", "--no-interpolate")
    assert answer.returncode == 0, answer.stderr
    assert not answer.stderr
    return json.loads(answer.stdout), output


def test_infrar_is_what_its_document_says() -> None:
    output = TARGET.generate(example("infrar", "development"))
    services = json.loads(config(output.files["compose.yaml"], "--format", "json").stdout)["services"]
    assert services.keys() == {"infrar-platform", "infrar-web", "localstack", "postgresql", "redis"}
    database = services["postgresql"]
    assert database["image"] == "postgres:15"
    assert database["environment"]["POSTGRES_DB"] == "infrar_dev"
    assert "POSTGRES_PASSWORD" not in database["environment"]
    assert database["volumes"][0]["source"] == "postgres_data"
    assert [(one["host_ip"], one["published"]) for one in database["ports"]] == [("127.0.0.1", "5432")]
    assert services["localstack"]["environment"]["SERVICES"] == "s3,secretsmanager"
    assert services["infrar-platform"]["depends_on"].keys() == {"localstack", "postgresql", "redis"}


def test_services_start_after_those_they_call_and_a_ring_is_cut() -> None:
    document = shop()
    document["links"]["z-back"] = {"source": "db", "target": "web"}
    found, output = generate(document)
    assert found["services"]["app"]["depends_on"]["db"]["condition"] == "service_healthy"
    assert found["services"]["web"]["depends_on"]["app"]["condition"] == "service_started"
    assert "ring" in output.skipped["z-back"]


def test_a_port_is_published_once_and_where_it_is_drawn() -> None:
    found, output = generate(shop())
    assert (
        found["services"]["app"]["ports"] == ["8080:8080"]
        or "host_ip" not in found["services"]["app"]["ports"][0]
    )
    assert "ports" not in found["services"]["web"]
    assert any(note.startswith("web: web-http is not published") for note in output.notes)


def test_a_production_topology_is_refused() -> None:
    document = shop()
    document["topology"]["environment"] = "production"
    assert "development" in (TARGET.supports(parse(document)) or "")


def test_what_names_no_variable_is_refused_by_name() -> None:
    with pytest.raises(Faults, match=r"app\.properties\.environment"):
        TARGET.generate(parse(shop(environment={"A=B\nC": "x"})))


@settings(max_examples=15, deadline=None)
@given(TEXT)
def test_no_label_changes_what_compose_understands(text: str) -> None:
    assert generate(labelled(shop(), text))[0] == generate(shop())[0]


@settings(max_examples=15, deadline=None)
@given(SOME)
def test_every_text_is_read_back_as_it_was(text: str) -> None:
    document = shop(environment={"SAID": text}, command=text, health_check={"command": text})
    output = TARGET.generate(parse(document))
    answer = config(output.files["compose.yaml"], "--format", "json")
    assert answer.returncode == 0, answer.stderr
    app = json.loads(answer.stdout)["services"]["app"]
    # Printed, a dollar is doubled again.
    assert app["environment"]["SAID"].replace("$$", "$") == text
    assert app["command"][-1].replace("$$", "$") == text
    assert app["healthcheck"]["test"][-1].replace("$$", "$") == text
