"""Scheduled and on-demand tasks of ECS."""

from exporters.formats.hcl import Block, Reference, Value, attributes, block
from exporters.targets.terraform.aws.support import grant, group_ids, key_arn, or_none, role, subnet_ids
from exporters.targets.terraform.aws.tasks import cluster, launch_type, own_cluster, task
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Parts, note
from exporters.targets.terraform.site import Site, asked, typed
from topologies.graph import Node
from topologies.kinds.nodes.on_demand_job import OnDemandJob
from topologies.kinds.nodes.scheduled_job import ScheduledJob

_DAYS = dict(zip(map(str, range(8)), ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"), strict=True))


@builds("aws", "on-demand-job")
def on_demand_job(site: Site, node: Node) -> Parts:
    yield from own_cluster(site, node)
    yield from task(site, node, typed(node, OnDemandJob))
    yield note(node, "whoever needs it starts its task; how many run at once is for that caller to limit")


@builds("aws", "scheduled-job")
def scheduled_job(site: Site, node: Node) -> Parts:
    properties = typed(node, ScheduledJob)
    yield from own_cluster(site, node)
    yield from task(site, node, properties)
    yield role(site, node, "scheduler.amazonaws.com", "_schedule")
    yield grant(site, node, "_schedule", _may_run(site, node), name="run")
    body = attributes(
        name=node.key[:64],
        schedule_expression=_when(node, properties),
        schedule_expression_timezone=properties.timezone or "UTC",
        kms_key_arn=key_arn(site, node),
    )
    window = block("flexible_time_window", body=attributes(mode="OFF"))
    yield site.resource(node, "aws_scheduler_schedule", *body, window, _target(site, node))


def _may_run(site: Site, node: Node) -> list[dict[str, Value]]:
    roles: list[Value] = [
        Reference(f"aws_iam_role.{node.key}{suffix}.arn") for suffix in ("_execution", "_task")
    ]
    definition = Reference(f"aws_ecs_task_definition.{node.key}.arn")
    return [
        {"Effect": "Allow", "Action": ["ecs:RunTask"], "Resource": [definition]},
        {"Effect": "Allow", "Action": ["iam:PassRole"], "Resource": roles},
        {"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": [key_arn(site, node)]},
    ]


def _target(site: Site, node: Node) -> Block:
    network = attributes(
        subnets=subnet_ids(site, node, "private", "isolated"),
        security_groups=or_none(group_ids(site, node)),
        assign_public_ip=False,
    )
    parameters = attributes(
        task_definition_arn=Reference(f"aws_ecs_task_definition.{node.key}.arn"),
        launch_type=launch_type(site, node),
    )
    ecs = block("ecs_parameters", body=[*parameters, block("network_configuration", body=network)])
    body = attributes(arn=cluster(site, node), role_arn=Reference(f"aws_iam_role.{node.key}_schedule.arn"))
    return block("target", body=[*body, ecs])


def _when(node: Node, properties: ScheduledJob) -> Value:
    if properties.schedule:
        return aws_cron(properties.schedule)
    if properties.interval_seconds and properties.interval_seconds >= 60:
        minutes = int(properties.interval_seconds // 60)
        return f"rate({minutes} minute{'s' if minutes > 1 else ''})"
    return asked(node, "schedule", "Schedule, as rate(...) or cron(...)")


def aws_cron(schedule: str) -> str:
    """Five cron fields as AWS writes them: days by name, a question mark for the day that is not asked, the year."""
    minute, hour, day, month, weekday = schedule.split(" ")
    weekday = "".join(_DAYS.get(char, char) for char in weekday) if weekday.count("/") == 0 else weekday
    if weekday in ("*", "?"):
        return f"cron({minute} {hour} {'*' if day == '?' else day} {month} ? *)"
    return f"cron({minute} {hour} ? {month} {weekday} *)"
