"""Railway's schema of railway.json, as facts of our own in strict form: unknown keys are refused."""

import json
from typing import Any

from jsonschema import Draft201909Validator
from jsonschema.exceptions import ValidationError

from tests.verifiers import Files, replaced

PROGRAM = "the facts of Railway's schema, unknown keys refused"
TEXT = {"type": "string", "minLength": 1}
POSITIVE = {"type": "number", "exclusiveMinimum": 0}
REPLICAS = {"type": "integer", "minimum": 1, "maximum": 200}


def section(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
    }


# The keys that this target writes. Sources: Railway's "Config as Code" reference and the schema that it publishes as
# railway.schema.json (builder NIXPACKS is deprecated there; restartPolicyMaxRetries is at least 1).
FACTS = section(
    ("$schema", "build"),
    **{"$schema": {"const": "https://railway.com/railway.schema.json"}},
    build=section(("builder",), builder={"enum": ["RAILPACK", "DOCKERFILE"]}, buildCommand=TEXT),
    deploy=section(
        startCommand=TEXT,
        healthcheckPath=TEXT,
        healthcheckTimeout=POSITIVE,
        restartPolicyType={"enum": ["ON_FAILURE", "ALWAYS", "NEVER"]},
        restartPolicyMaxRetries={"type": "integer", "minimum": 1},
        numReplicas=REPLICAS,
        multiRegionConfig={
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": "^[a-z]+-[a-z0-9-]+$"},
            "additionalProperties": section(("numReplicas",), numReplicas=REPLICAS),
        },
        cronSchedule={"type": "string", "pattern": r"^\S+( \S+){4}$"},
        limitOverride=section(
            ("containers",),
            containers=section(cpu=POSITIVE, memoryBytes={"type": "integer", "minimum": 1}),
        ),
    ),
)


def judge(files: Files) -> list[str]:
    return [f"{path}: {fault}" for path, content in files.items() for fault in _faults(content)]


def _faults(content: bytes) -> list[str]:
    try:
        Draft201909Validator(FACTS).validate(json.loads(content))
    except (ValueError, ValidationError) as refused:
        return [str(refused)]
    return []


DAMAGES = {
    "a misspelt key": replaced("railway.json", b'"numReplicas"', b'"numReplica"'),
    "a wrong type": replaced("railway.json", b'"numReplicas": 2', b'"numReplicas": "2"'),
    "a wrong value": replaced("railway.json", b'"ON_FAILURE"', b'"ON_ERROR"'),
    "a builder that is gone": replaced("railway.json", b'"RAILPACK"', b'"NIXPACKS"'),
    "a missing brace": replaced("railway.json", b"{", b""),
}
