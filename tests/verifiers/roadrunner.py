"""The strict schema of `.rr.yaml`: facts of our own, and RoadRunner's published one where it is."""

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft201909Validator
from jsonschema.exceptions import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from tests.verifiers import Files, replaced

PROGRAM = "RoadRunner's v2025 schema, unknown keys refused"
ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = sorted((ROOT.parent / "shared" / "rr-schema").glob("*strict.json"))

DURATION = {"type": "string", "pattern": r"^[0-9]+(ms|s)$"}
COUNT = {"type": "integer", "minimum": 0}
ADDRESS = {"type": "string", "pattern": r"^[^\s/]*:[0-9]{1,5}$"}


def section(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
    }


def strings(**more: Any) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1, **more}}


# The keys that this target writes, and how RoadRunner 2025.1 reads them. Sources: its configuration reference,
# pages "Server", "HTTP", "Worker pool", "Metrics", "Status", "Logger" and "RPC".
FACTS = section(
    ("version", "server", "http"),
    version={"const": "3"},
    server=section(("command",), command={"type": "string", "minLength": 1}),
    http=section(
        ("address",),
        address=ADDRESS,
        middleware=strings(
            enum=["cache", "gzip", "headers", "http_metrics", "otel", "proxy_ip_parser", "sendfile", "static"]
        ),
        uploads=section(forbid=strings()),
        pool=section(
            num_workers=COUNT,
            max_jobs=COUNT,
            allocate_timeout=DURATION,
            destroy_timeout=DURATION,
            supervisor=section(watch_tick=DURATION, ttl=DURATION, max_worker_memory=COUNT),
        ),
    ),
    metrics=section(address=ADDRESS),
    status=section(("address",), address=ADDRESS),
    logs=section(
        mode={"enum": ["none", "off", "production", "development", "raw"]},
        level={"enum": ["debug", "info", "warn", "error", "panic"]},
        encoding={"enum": ["console", "json"]},
        output=strings(),
    ),
    rpc=section(listen={"type": "string", "pattern": r"^tcp://[^\s/]+:[0-9]{1,5}$"}),
)
SCHEMAS = [FACTS, *(json.loads(path.read_text()) for path in PUBLISHED)]


def read(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def judge_config(config: Any) -> None:
    """Every schema accepts it; through JSON, as YAML knows keys that JSON does not."""
    for schema in SCHEMAS:
        Draft201909Validator(schema).validate(json.loads(json.dumps(config)))


def judge(files: Files) -> list[str]:
    return [
        fault for path, content in files.items() if path.endswith(".rr.yaml") for fault in _faults(content)
    ]


def _faults(content: bytes) -> list[str]:
    try:
        judge_config(read(content.decode()))
    except (YAMLError, ValidationError) as refused:
        return [str(refused)]
    return []


DAMAGES = {
    "a misspelt key": replaced(".rr.yaml", b"num_workers:", b"num_worker:"),
    "a wrong type": replaced(".rr.yaml", b"num_workers: ", b"num_workers: many-"),
    "a wrong version": replaced(".rr.yaml", b'version: "3"', b"version: 3"),
    "a key that is no longer read": replaced(".rr.yaml", b"http:\n", b"limits: {}\nhttp:\n"),
}
