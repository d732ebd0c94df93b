"""botocore's own models of the AWS APIs: the validator that the command line runs, and the values it does not look at.

botocore leaves enums and patterns to the service, so a walk over the model holds every text against them.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import botocore.session
from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape
from botocore.validate import ParamValidator

from tests.verifiers import Files, replaced

PROGRAM = "botocore's service models"
REQUESTS = {
    "task-definition.json": ("ecs", "RegisterTaskDefinition"),
    "service.json": ("ecs", "CreateService"),
    "run-task.json": ("ecs", "RunTask"),
    "scalable-target.json": ("application-autoscaling", "RegisterScalableTarget"),
    "scaling-policy.json": ("application-autoscaling", "PutScalingPolicy"),
    "schedule.json": ("scheduler", "CreateSchedule"),
}


@cache
def shape(service: str, operation: str) -> Shape:
    return botocore.session.get_session().get_service_model(service).operation_model(operation).input_shape


def judge(files: Files) -> list[str]:
    return [f"{path}: {fault}" for path, content in files.items() for fault in _faults(path, content)]


def _faults(path: str, content: bytes) -> Iterator[str]:
    wanted = shape(*REQUESTS[path.rpartition("/")[2]])
    try:
        request = json.loads(content.replace(b"ACCOUNT_ID", b"123456789012"))
    except ValueError as error:
        yield str(error)
        return
    report = ParamValidator().validate(request, wanted)
    if report.has_errors():
        yield report.generate_report()
        return
    yield from _values(wanted, request, "")


def _values(wanted: Shape, value: Any, where: str) -> Iterator[str]:
    """Texts that no enum has or no pattern allows."""
    if isinstance(wanted, StringShape):
        yield from _text(wanted, value, where)
    elif isinstance(wanted, StructureShape):
        for name, member in value.items():
            yield from _values(wanted.members[name], member, f"{where}.{name}")
    elif isinstance(wanted, ListShape):
        for member in value:
            yield from _values(wanted.member, member, f"{where}[]")
    elif isinstance(wanted, MapShape):
        for name, member in value.items():
            yield from _values(wanted.value, member, f"{where}.{name}")


def _text(wanted: StringShape, value: str, where: str) -> Iterator[str]:
    if wanted.enum and value not in wanted.enum:
        yield f"{where}: {value!r} is none of {', '.join(wanted.enum)}"
    pattern = wanted.metadata.get("pattern", "")
    if pattern and "\\p{" not in pattern and not re.search(_python(pattern), value):
        yield f"{where}: {value!r} does not match {pattern}"


def _python(pattern: str) -> str:
    """A pattern of Java, which writes what is beyond U+FFFF as two halves."""
    return pattern.replace(r"\uD800\uDC00-\uDBFF\uDFFF", r"\U00010000-\U0010ffff")


DAMAGES = {
    "a misspelt key": replaced("task-definition.json", b'"portMappings"', b'"portMapings"'),
    "a wrong type": replaced("task-definition.json", b'"containerPort": 8080', b'"containerPort": "8080"'),
    "a missing key": replaced("service.json", b'"serviceName"', b'"cluster"'),
    "a wrong value": replaced("task-definition.json", b'"FARGATE"', b'"FARGOT"'),
    "a wrong value of scaling": replaced(
        "scaling-policy.json", b'"ecs:service:DesiredCount"', b'"ecs:service:Count"'
    ),
    "a missing brace": replaced("service.json", b"{", b""),
}
