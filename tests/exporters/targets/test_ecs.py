"""What the AWS command line reads is what is written: held against botocore's models of the APIs."""

import json
from typing import Any

from hypothesis import given, settings

from exporters.output import Output
from exporters.registry import find_target
from exporters.targets.ecs.task import FARGATE
from tests.exporters.hostile import SOME, TEXT, labelled
from tests.exporters.topologies_named import example
from tests.verifiers.ecs import judge
from topologies.documents import parse

TARGET = find_target("ecs")


def shop(kind: str = "ecs-service", **app: Any) -> dict[str, Any]:
    return {
        "format": 1,
        "topology": {"system": "shop", "slug": "live"},
        "zones": {"aws": {"kind": "provider", "properties": {"provider": "aws"}}},
        "nodes": {"app": {"kind": kind, "zone": "aws", "max_instances": 3, "properties": app}},
        "ports": {"app-http": {"node": "app", "number": 8080}},
    }


def generate(document: dict[str, Any]) -> tuple[dict[str, Any], Output]:
    output = TARGET.generate(parse(document))
    assert judge(output.files) == []
    return {path: json.loads(content) for path, content in output.files.items()}, output


def test_infrar_is_what_its_document_says() -> None:
    output = TARGET.generate(example("infrar", "production"))
    read = {path: json.loads(content) for path, content in output.files.items()}
    task = read["api/task-definition.json"]
    assert (task["family"], task["networkMode"], task["cpu"], task["memory"]) == (
        "infrar-platform",
        "awsvpc",
        "1024",
        "2048",
    )
    container, pooler = task["containerDefinitions"]
    assert container["portMappings"] == [{"containerPort": 8080, "protocol": "tcp"}]
    assert {"name": "ENVIRONMENT", "value": "production"} in container["environment"]
    assert container["healthCheck"] == {
        "command": ["CMD-SHELL", "curl -f http://localhost:8080/health || exit 1"],
        "interval": 30,
        "timeout": 5,
        "retries": 3,
        "startPeriod": 60,
    }
    assert pooler["name"] == "pgbouncer"
    target, policy = read["api/scalable-target.json"], read["api/scaling-policy.json"]
    assert (target["MinCapacity"], target["MaxCapacity"]) == (2, 10)
    tracking = policy["TargetTrackingScalingPolicyConfiguration"]
    assert (tracking["TargetValue"], tracking["ScaleOutCooldown"], tracking["ScaleInCooldown"]) == (
        70,
        60,
        300,
    )
    assert read["api/service.json"]["deploymentConfiguration"]["minimumHealthyPercent"] == 50
    assert read["pricing-sync/schedule.json"]["ScheduleExpression"] == "cron(0 2 * * ? *)"
    assert any("us-east-1 as stated, while the task runs in eu-west-1" in note for note in output.notes)


def test_every_size_is_one_that_fargate_takes() -> None:
    for vcpus, memory, size in ((None, None, (256, 512)), (1, 512, (1024, 2048)), (0.25, 3000, (512, 3072))):
        found, _ = generate(shop(vcpus=vcpus, memory_mb=memory))
        task = found["app/task-definition.json"]
        assert (int(task["cpu"]), int(task["memory"])) == size
        assert size[1] in FARGATE[size[0]]


def test_jobs_are_started_and_not_kept_running() -> None:
    found, _ = generate(shop("scheduled-job", schedule="30 4 * * 1", timezone="Europe/Berlin"))
    assert found["app/schedule.json"]["ScheduleExpression"] == "cron(30 4 ? * MON *)"
    assert "app/service.json" not in found
    assert generate(shop("on-demand-job"))[0].keys() == {"app/task-definition.json", "app/run-task.json"}


def test_a_container_outside_aws_is_no_task() -> None:
    document = shop()
    document["zones"]["aws"]["properties"]["provider"] = "hetzner"
    document["nodes"]["app"]["kind"] = "container"
    assert TARGET.supports(parse(document))


@settings(max_examples=60, deadline=None)
@given(TEXT)
def test_no_label_is_in_a_request(text: str) -> None:
    assert generate(labelled(shop(), text))[0] == generate(shop())[0]


@settings(max_examples=60, deadline=None)
@given(SOME)
def test_every_text_is_read_back_as_it_was(text: str) -> None:
    document = shop(
        image=text, environment={"SAID": text}, health_check={"command": text}, secrets=[f"arn:{text}"]
    )
    container = json.loads(TARGET.generate(parse(document)).files["app/task-definition.json"])[
        "containerDefinitions"
    ][0]
    assert container["image"] == text
    assert container["environment"] == [{"name": "SAID", "value": text}]
    assert container["healthCheck"]["command"] == ["CMD-SHELL", text]
    assert [one["valueFrom"] for one in container["secrets"]] == [f"arn:{text}"]
