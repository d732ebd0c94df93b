"""Clusters, services and their scaling."""

from exporters.formats.hcl import Attribute, Block, Reference, Template, Value, attributes, block
from exporters.targets.terraform.aws.balancing import SERVICES, forwarding, target_group_name, targeting_links
from exporters.targets.terraform.aws.observability import alarms
from exporters.targets.terraform.aws.support import group_ids, or_none, subnet_ids
from exporters.targets.terraform.aws.tasks import (
    cluster,
    cluster_resource,
    is_sidecar,
    launch_type,
    own_cluster,
    task,
)
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Parts, Skipped, covered, lifecycle, note
from exporters.targets.terraform.site import Site, asked, typed
from topologies.graph import Link, Node, Zone
from topologies.kinds.properties import Compute, Process, Scaling

_METRICS = {
    "cpu": "ECSServiceAverageCPUUtilization",
    "memory": "ECSServiceAverageMemoryUtilization",
}


@builds("aws", "cluster")
def ecs_cluster(site: Site, zone: Zone) -> Parts:
    yield cluster_resource(site, zone)
    yield covered(zone)


@builds("aws", "ecs-service", "container", "pgbouncer")
def service(site: Site, node: Node) -> Parts:
    properties = typed(node, Process)
    if is_sidecar(node):
        yield from _sidecar(site, node)
        return
    yield from own_cluster(site, node)
    yield from task(site, node, properties)
    balanced = targeting_links(site, node)
    scales = node.max_instances > node.min_instances
    body = attributes(
        name=node.key,
        cluster=cluster(site, node),
        task_definition=Reference(f"aws_ecs_task_definition.{node.key}.arn"),
        desired_count=node.min_instances,
        launch_type=launch_type(site, node),
        enable_ecs_managed_tags=True,
        propagate_tags="SERVICE",
        deployment_minimum_healthy_percent=_healthy(properties),
        deployment_maximum_percent=200 if _healthy(properties) is not None else None,
        depends_on=or_none(forwarding(site, [link for link, _ in balanced])),
    )
    blocks = [_network(site, node, properties), *_balanced(node, balanced), _breaker()]
    kept = [lifecycle("desired_count")] if scales else []
    yield site.resource(node, "aws_ecs_service", *body, *blocks, *kept)
    yield from alarms(site, node)
    if scales:
        yield from _scaling(site, node, properties)


def _sidecar(site: Site, node: Node) -> Parts:
    """It is a container in the task of the services that are linked to it."""
    owners = [link.source for link in site.graph.links_to.get(node.key, ())]
    services = [key for key in owners if site.graph.nodes[key].kind in SERVICES]
    if not services:
        yield Skipped(node.key, "it is a sidecar, and no service is linked to it")
        return
    yield note(node, f"a container in every task of {', '.join(services)}")
    beside = [link for link in site.graph.links_to.get(node.key, ()) if link.source in services]
    yield covered(node, *site.graph.ports_of.get(node.key, ()), *beside)


def _healthy(properties: Process) -> int | None:
    batch = properties.update_batch_percent if isinstance(properties, Compute) else None
    return None if batch is None else int(100 - batch)


def _network(site: Site, node: Node, properties: Process) -> Block:
    public = isinstance(properties, Compute) and properties.public_ip
    body = attributes(
        subnets=subnet_ids(site, node, "public" if public else "private", "isolated", "private"),
        security_groups=or_none(group_ids(site, node)),
        assign_public_ip=public,
    )
    return block("network_configuration", body=body)


def _balanced(node: Node, links: list[tuple[Link, Value]]) -> list[Block]:
    return [
        block(
            "load_balancer",
            body=attributes(
                target_group_arn=Reference(f"aws_lb_target_group.{target_group_name(link)}.arn"),
                container_name=node.key,
                container_port=port,
            ),
        )
        for link, port in links
    ]


def _breaker() -> Block:
    return block("deployment_circuit_breaker", body=attributes(enable=True, rollback=True))


def _scaling(site: Site, node: Node, properties: Process) -> Parts:
    home = cluster(site, node)
    name = Reference(f"{home.text.removesuffix('.arn')}.name")
    body = attributes(
        service_namespace="ecs",
        scalable_dimension="ecs:service:DesiredCount",
        resource_id=_resource_id(name, node),
        min_capacity=node.min_instances,
        max_capacity=node.max_instances,
    )
    yield site.resource(node, "aws_appautoscaling_target", *body)
    scaling = (properties.scaling if isinstance(properties, Compute) else None) or Scaling()
    if scaling.metric not in _METRICS:
        yield note(
            node, f"it scales by {scaling.metric}, which ECS does not measure by itself: no policy is written"
        )
        return
    policy = attributes(
        name=f"{node.key}-{scaling.metric}",
        policy_type="TargetTrackingScaling",
        service_namespace="ecs",
        scalable_dimension="ecs:service:DesiredCount",
        resource_id=Reference(f"aws_appautoscaling_target.{node.key}.resource_id"),
    )
    yield site.resource(node, "aws_appautoscaling_policy", *policy, _tracking(node, scaling))


def _resource_id(cluster_name: Reference, node: Node) -> Value:
    return Template(("service/", cluster_name, "/", Reference(f"aws_ecs_service.{node.key}.name")))


def _tracking(node: Node, scaling: Scaling) -> Block:
    target: Value = scaling.target_percent or asked(node, "scaling_target", "Target in percent", "number")
    metric = attributes(predefined_metric_type=_METRICS[scaling.metric])
    body = attributes(
        target_value=target,
        scale_out_cooldown=_whole(scaling.scale_out_cooldown_seconds),
        scale_in_cooldown=_whole(scaling.scale_in_cooldown_seconds),
    )
    tracked: list[Attribute | Block] = [*body, block("predefined_metric_specification", body=metric)]
    return block("target_tracking_scaling_policy_configuration", body=tracked)


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else int(seconds)
