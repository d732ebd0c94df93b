"""What Railway reads from a repository is what the topology states."""

import json
import shlex
from typing import Any

from hypothesis import given, settings

from exporters.output import Output
from exporters.registry import find_target
from tests.exporters.hostile import SOME, TEXT, labelled
from tests.exporters.topologies_named import example
from tests.verifiers.railway import judge
from topologies.documents import parse

TARGET = find_target("railway")
FILE = "live/app/railway.json"


def shop(kind: str = "container", **app: Any) -> dict[str, Any]:
    return {
        "format": 1,
        "topology": {"system": "shop", "slug": "live"},
        "zones": {"railway": {"kind": "provider", "properties": {"provider": "railway"}}},
        "nodes": {
            "app": {"kind": kind, "zone": "railway", "properties": app},
            "db": {"kind": "railway-postgresql", "zone": "railway"},
        },
        "ports": {"app-http": {"node": "app", "number": 8080}},
        "links": {"app-db": {"source": "app", "target": "db"}},
    }


def generate(document: dict[str, Any]) -> tuple[dict[str, Any], Output]:
    output = TARGET.generate(parse(document))
    assert judge(output.files) == []
    return {path: json.loads(content) for path, content in output.files.items()}, output


def test_the_production_pair_is_what_its_document_says() -> None:
    output = TARGET.generate(example("railway", "production"))
    read = {path: json.loads(content) for path, content in output.files.items()}
    assert read.keys() == {"production/app-blue/railway.json", "production/app-green/railway.json"}
    for config in read.values():
        assert config["deploy"] == {
            "healthcheckPath": "/health",
            "restartPolicyType": "ON_FAILURE",
            "restartPolicyMaxRetries": 5,
            "numReplicas": 2,
        }
    notes = "\n".join(output.notes)
    assert "app-blue: the blue slot has the domain" in notes
    assert "app-green: the green slot stands by" in notes
    assert "7200 seconds after a switch" in notes
    assert "app-blue: its variable DATABASE_URL is the reference ${{postgresql.DATABASE_URL}}" in notes


def test_development_asks_no_health_and_restarts_three_times() -> None:
    output = TARGET.generate(example("railway", "development"))
    (content,) = output.files.values()
    assert json.loads(content)["deploy"] == {
        "restartPolicyType": "ON_FAILURE",
        "restartPolicyMaxRetries": 3,
        "numReplicas": 1,
    }


def test_a_region_that_is_stated_is_where_the_replicas_are() -> None:
    document = shop()
    document["zones"]["eu"] = {
        "kind": "region",
        "parent": "railway",
        "properties": {"code": "europe-west4-drams3a"},
    }
    document["nodes"]["app"].update(zone="eu", min_instances=3, max_instances=3)
    deploy = generate(document)[0][FILE]["deploy"]
    assert deploy["multiRegionConfig"] == {"europe-west4-drams3a": {"numReplicas": 3}}


def test_limits_schedules_and_sites_are_told() -> None:
    assert generate(shop(vcpus=2, memory_mb=512))[0][FILE]["deploy"]["limitOverride"] == {
        "containers": {"cpu": 2, "memoryBytes": 512_000_000}
    }
    found, output = generate(shop("scheduled-job", schedule="0 2 * * *", timezone="Europe/Berlin"))
    assert found[FILE]["deploy"]["cronSchedule"] == "0 2 * * *"
    assert any("Europe/Berlin" in note for note in output.notes)
    assert generate(shop("static-site", build_command="npm run build"))[0][FILE]["build"] == {
        "builder": "RAILPACK",
        "buildCommand": "npm run build",
    }


def test_an_image_is_deployed_as_it_is() -> None:
    assert TARGET.supports(parse(shop(image="shop:1")))


@settings(max_examples=40, deadline=None)
@given(TEXT)
def test_no_label_is_in_a_file(text: str) -> None:
    assert generate(labelled(shop(), text))[0] == generate(shop())[0]


@settings(max_examples=60, deadline=None)
@given(SOME)
def test_every_text_is_read_back_as_it_was(text: str) -> None:
    deploy = generate(shop(command=text, health_check={"path": text}))[0][FILE]["deploy"]
    assert deploy["healthcheckPath"] == text
    words = shlex.split(deploy["startCommand"])
    assert words == ["/bin/sh", "-c", text] or (deploy["startCommand"] == text and "$" not in text)
