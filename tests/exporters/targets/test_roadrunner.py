"""What RoadRunner reads is what is written: held against facts of our own, and its published schema where it is."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft201909Validator
from jsonschema.exceptions import ValidationError

from exporters.output import Output
from exporters.registry import find_target
from tests.verifiers.roadrunner import SCHEMAS, read
from tests.verifiers.roadrunner import judge_config as judge
from topologies.documents import parse
from topologies.examples import Example, examples

TARGET = find_target("roadrunner")
SUPPORTED = [example for example in examples() if TARGET.supports(example.graph()) is None]
FULL = {
    "command": "php pub/index.php",
    "workers": 4,
    "max_jobs": 1000,
    "allocate_timeout_seconds": 60,
    "destroy_timeout_seconds": 0.25,
    "worker_memory_mb": 128,
    "worker_ttl_seconds": 3600,
    "watch_interval_seconds": 1,
    "middleware": ["gzip", "made-up"],
    "uploads_forbidden": [".php", ".exe"],
    "metrics_address": "localhost:2112",
}


def document(bind: str = "localhost", **properties: Any) -> dict[str, Any]:
    """One RoadRunner with a port for HTTP and one for its health."""
    return {
        "format": 1,
        "topology": {"system": "shop", "slug": "live"},
        "nodes": {"rr": {"kind": "roadrunner", "properties": properties}},
        "ports": {
            "rr-http": {"node": "rr", "number": 8080, "application": "http", "bind": bind},
            "rr-metrics": {"node": "rr", "number": 2112, "application": "http"},
            "rr-status": {"node": "rr", "number": 2114, "application": "status", "bind": "localhost"},
        },
    }


def generate(data: dict[str, Any]) -> tuple[str, Output]:
    output = TARGET.generate(parse(data))
    return output.files["rr/.rr.yaml"].decode(), output


@pytest.mark.parametrize("example", SUPPORTED, ids=lambda example: f"{example.system}/{example.slug}")
def test_every_example_is_accepted(example: Example) -> None:
    graph = example.graph()
    output = TARGET.generate(graph)
    assert output.files
    assert output.covered | output.skipped.keys() == set(graph.by_key)
    assert TARGET.generate(example.graph()) == output
    for body in output.files.values():
        judge(read(body.decode()))


def test_the_single_droplet_is_what_its_document_says() -> None:
    (example,) = (one for one in SUPPORTED if (one.system, one.slug) == ("infinri", "single-droplet"))
    output = TARGET.generate(example.graph())
    config = read(output.files["roadrunner/.rr.yaml"].decode())
    assert config["server"] == {"command": "php pub/index.php"}
    assert config["http"] == {
        "address": "0.0.0.0:8080",
        "middleware": ["gzip"],
        "uploads": {"forbid": [".php", ".exe", ".bat"]},
        "pool": {
            "num_workers": 4,
            "max_jobs": 1000,
            "allocate_timeout": "60s",
            "destroy_timeout": "60s",
            "supervisor": {"watch_tick": "1s", "ttl": "3600s", "max_worker_memory": 128},
        },
    }
    assert config["metrics"] == {"address": "localhost:2112"}
    assert "limits" not in config
    assert any("no `limits` section any more" in note for note in output.notes)


def test_everything_that_can_be_said_is_said_and_accepted() -> None:
    text, output = generate(document(**FULL))
    config = read(text)
    judge(config)
    assert config["http"]["address"] == "127.0.0.1:8080"
    assert config["http"]["middleware"] == ["gzip"]
    assert config["http"]["pool"]["destroy_timeout"] == "250ms"
    assert config["status"] == {"address": "127.0.0.1:2114"}
    assert output.covered == {"rr", "rr-http", "rr-metrics", "rr-status"}
    assert any("'made-up'" in note for note in output.notes)


def test_what_nobody_states_is_left_to_roadrunner() -> None:
    text, output = generate(document())
    config = read(text)
    judge(config)
    assert "pool" not in config["http"]
    assert any("no command is stated" in note for note in output.notes)


@pytest.mark.parametrize(("bind", "address"), [("localhost", "127.0.0.1:8080"), ("all", "0.0.0.0:8080")])
def test_it_listens_where_its_port_is_drawn(bind: str, address: str) -> None:
    text, output = generate(document(bind, address="10.0.0.1:8080"))
    assert read(text)["http"]["address"] == address
    assert any("10.0.0.1:8080" in note for note in output.notes)


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=40)
    | st.sampled_from(
        ["no", "!!python/none", "a: b", "- x", "*ref", "&a", "1e3", "---", "...\n", "# x", "{$A}", "\u202e"]
    )
)
def test_every_string_is_read_back_as_it_was_and_no_label_says_anything(text: str) -> None:
    plain = document(command=text, uploads_forbidden=[text], logs_to=f"/{text}")
    written = read(generate(plain)[0])
    assert written["server"]["command"] == text
    assert written["http"]["uploads"]["forbid"] == [text]
    assert written["logs"]["output"] == [f"/{text}"]
    labelled = deepcopy(plain)
    for element in (*labelled["nodes"].values(), *labelled["ports"].values()):
        element.update(label=text, note=text, stated_in=text)
    assert read(generate(labelled)[0]) == written


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.get("title", "facts"))
@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("num_workers:", "num_wrokers:"),
        ("num_workers: 4", 'num_workers: "four"'),
        ('version: "3"', "version: 3"),
        ('"gzip"', '"gnuzip"'),
        ('"production"', '"prod"'),
        ("metrics:", "limits:"),
        ('"60s"', '"a minute"'),
    ],
)
def test_damaged_output_is_refused(good: str, bad: str, schema: dict[str, Any]) -> None:
    text, _ = generate(document(**FULL))
    assert good in text
    with pytest.raises(ValidationError):
        Draft201909Validator(schema).validate(json.loads(json.dumps(read(text.replace(good, bad)))))
