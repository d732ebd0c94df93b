"""The target that writes what the ECS command line registers: task definitions, services, scaling, schedules."""

from exporters.formats.json import render
from exporters.output import Output, output_of
from exporters.registry import target
from exporters.targets.ecs.plan import Plan, plan, tasks
from topologies.graph import Graph

# Why an element of a section is in no file of ECS, where nothing more precise is known.
REST = {
    "zones": "ECS runs tasks and makes no networks",
    "nodes": "it is no container in an AWS account",
    "ports": "no container of a task listens on it",
    "security_groups": "no task stands behind it",
    "rules": "ECS names groups; who makes their rules is another target's matter",
    "attachments": "what it is attached to is no task",
    "peerings": "ECS does no routing",
    "routes": "ECS does no routing",
    "network_acls": "ECS filters no packets itself",
    "acl_entries": "ECS filters no packets itself",
    "links": "no balancer puts a task behind itself by it",
    "replications": "ECS copies no data",
    "views": "a picture configures nothing",
}


def supports(graph: Graph) -> str | None:
    """Why files of ECS make no sense here, if they do not."""
    return None if tasks(graph) else "it has no container, service or job in an AWS account"


@target("ecs", label="Amazon ECS", version=1, judged_by="the service models of botocore", supports=supports)
def generate(graph: Graph) -> Output:
    """Input of the AWS command line for every container service and job in an AWS account, one folder each.

    `task-definition.json` is for `aws ecs register-task-definition`, `service.json` for `aws ecs create-service`,
    `run-task.json` for `aws ecs run-task`; `scalable-target.json` and `scaling-policy.json` are for
    `aws application-autoscaling`, `schedule.json` for `aws scheduler create-schedule`, each with
    `--cli-input-json file://...`.

    Words in capitals such as ACCOUNT_ID and SUBNET_1 stand for what only the account knows: replace them before use.
    A secret is named by its ARN and read when the task starts; no file holds one.
    """
    found = plan(graph)
    return output_of(
        graph,
        files=_files(found),
        covered=found.covered,
        skipped=found.skipped,
        rest=REST,
        notes=found.notes,
    )


def _files(found: Plan) -> dict[str, str]:
    return {path: render(request) for path, request in found.requests.items()}
