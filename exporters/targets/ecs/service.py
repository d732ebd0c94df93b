"""What keeps tasks running, adds and removes them, or starts them by the clock.

Members: CreateService and RunTask of the ECS API, RegisterScalableTarget and PutScalingPolicy of Application Auto
Scaling, CreateSchedule of EventBridge Scheduler.
"""

from collections.abc import Iterator

from exporters.targets.ecs.task import ACCOUNT, Request, Told, family, region
from exporters.targets.terraform.aws.balancing import targeting_links
from exporters.targets.terraform.aws.jobs import aws_cron
from exporters.targets.terraform.aws.tasks import home_cluster, launch_type
from exporters.targets.terraform.site import Site
from topologies.graph import Node
from topologies.kinds import Trait
from topologies.kinds.nodes.scheduled_job import ScheduledJob
from topologies.kinds.properties import Compute, Process, Scaling

_DIMENSION = {"ServiceNamespace": "ecs", "ScalableDimension": "ecs:service:DesiredCount"}
_METRICS = {"cpu": "ECSServiceAverageCPUUtilization", "memory": "ECSServiceAverageMemoryUtilization"}


def requests(site: Site, node: Node, process: Process, told: Told) -> Iterator[tuple[str, Request]]:
    """File name -> request, for all but the task definition."""
    if isinstance(process, ScheduledJob):
        yield "schedule.json", _schedule(site, node, process, told)
    elif node.kind == "on-demand-job":
        told.notes.append(
            "whoever needs it starts its task; how many run at once is for that caller to limit"
        )
        yield "run-task.json", {**_placed(site, node, process), "taskDefinition": family(node), "count": 1}
    else:
        yield "service.json", _service(site, node, process)
        if node.max_instances > node.min_instances:
            yield from _scaling(site, node, process, told)


def _cluster(site: Site, node: Node) -> str:
    home = home_cluster(site, node)
    return home.key if home else "default"


def _placed(site: Site, node: Node, process: Process) -> Request:
    public = isinstance(process, Compute) and process.public_ip
    network = {
        "subnets": _subnets(site, node),
        "securityGroups": [f"SECURITY_GROUP_{group.key}" for group in site.graph.groups_on.get(node.key, ())],
        "assignPublicIp": "ENABLED" if public else "DISABLED",
    }
    return {
        "cluster": _cluster(site, node),
        "launchType": launch_type(site, node),
        "networkConfiguration": {
            "awsvpcConfiguration": {key: one for key, one in network.items() if one != []}
        },
    }


def _subnets(site: Site, node: Node) -> list[str]:
    tier = site.graph.enclosing(node, Trait.TIER)
    if tier is None:
        return ["SUBNET"]
    zones: list[str] = list(getattr(tier.properties, "availability_zones", ()))
    return [f"SUBNET_{tier.key}_{zone}" for zone in zones] or [f"SUBNET_{tier.key}"]


def _service(site: Site, node: Node, process: Process) -> Request:
    balanced = [
        {
            "targetGroupArn": f"TARGET_GROUP_ARN_{link.source}_{link.target}",
            "containerName": node.key,
            "containerPort": port,
        }
        for link, port in targeting_links(site, node)
        if isinstance(port, int)
    ]
    request: Request = {
        "serviceName": node.key,
        "taskDefinition": family(node),
        "desiredCount": node.min_instances,
        **_placed(site, node, process),
        "loadBalancers": balanced,
        "deploymentConfiguration": _deployment(process),
        "healthCheckGracePeriodSeconds": _grace(process) if balanced else None,
        "enableECSManagedTags": True,
        "propagateTags": "SERVICE",
    }
    return {name: value for name, value in request.items() if value not in (None, [])}


def _deployment(process: Process) -> Request:
    batch = process.update_batch_percent if isinstance(process, Compute) else None
    healthy = {} if batch is None else {"minimumHealthyPercent": int(100 - batch), "maximumPercent": 200}
    return {**healthy, "deploymentCircuitBreaker": {"enable": True, "rollback": True}}


def _grace(process: Process) -> int | None:
    check = process.health_check
    return int(check.start_period_seconds) if check and check.start_period_seconds else None


def _scaling(site: Site, node: Node, process: Process, told: Told) -> Iterator[tuple[str, Request]]:
    named = {"ResourceId": f"service/{_cluster(site, node)}/{node.key}", **_DIMENSION}
    yield (
        "scalable-target.json",
        {**named, "MinCapacity": node.min_instances, "MaxCapacity": node.max_instances},
    )
    scaling = (process.scaling if isinstance(process, Compute) else None) or Scaling()
    if scaling.metric not in _METRICS or scaling.target_percent is None:
        told.notes.append(
            "no target for its scaling is stated that ECS measures by itself: no policy is written"
        )
        return
    tracking: Request = {
        "TargetValue": scaling.target_percent,
        "PredefinedMetricSpecification": {"PredefinedMetricType": _METRICS[scaling.metric]},
        "ScaleOutCooldown": _whole(scaling.scale_out_cooldown_seconds),
        "ScaleInCooldown": _whole(scaling.scale_in_cooldown_seconds),
    }
    yield (
        "scaling-policy.json",
        {
            "PolicyName": f"{node.key}-{scaling.metric}",
            "PolicyType": "TargetTrackingScaling",
            **named,
            "TargetTrackingScalingPolicyConfiguration": {
                key: value for key, value in tracking.items() if value is not None
            },
        },
    )


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else int(seconds)


def _schedule(site: Site, node: Node, job: ScheduledJob, told: Told) -> Request:
    here = region(site, node)
    placed = _placed(site, node, job)
    network = placed["networkConfiguration"]["awsvpcConfiguration"]
    parameters = {
        "TaskDefinitionArn": f"arn:aws:ecs:{here}:{ACCOUNT}:task-definition/{family(node)}",
        "TaskCount": 1,
        "LaunchType": placed["launchType"],
        "NetworkConfiguration": {
            "awsvpcConfiguration": {_capital(key): value for key, value in network.items()}
        },
    }
    return {
        "Name": node.key[:64],
        "ScheduleExpression": _when(job, told),
        "ScheduleExpressionTimezone": job.timezone or "UTC",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {
            "Arn": f"arn:aws:ecs:{here}:{ACCOUNT}:cluster/{placed['cluster']}",
            "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/{node.key}-schedule",
            "EcsParameters": parameters,
        },
    }


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]


def _when(job: ScheduledJob, told: Told) -> str:
    if job.schedule:
        return aws_cron(job.schedule)
    if job.interval_seconds and job.interval_seconds >= 60:
        minutes = int(job.interval_seconds // 60)
        return f"rate({minutes} minute{'s' if minutes > 1 else ''})"
    told.notes.append("when it runs is not stated: once a day is written")
    return "rate(1 day)"
