"""CloudWatch logs, alarms where a threshold is stated, and the topics that call people."""

import re

from exporters.formats.hcl import Reference, Value, attributes
from exporters.targets.terraform.aws.support import key_arn, log_group
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Parts, Skipped, covered
from exporters.targets.terraform.site import Site, short, typed
from topologies.graph import Node
from topologies.kinds.nodes.alerting import Alerting
from topologies.kinds.nodes.logging import Logging
from topologies.kinds.nodes.monitoring import Monitoring

_RETENTION = (
    1,
    3,
    5,
    7,
    14,
    30,
    60,
    90,
    120,
    150,
    180,
    365,
    400,
    545,
    731,
    1096,
    1827,
    2192,
    2557,
    2922,
    3288,
    3653,
)


_METRICS = {
    ("ecs-service", "cpu"): ("AWS/ECS", "CPUUtilization", (("ServiceName", "aws_ecs_service.{}.name"),)),
    ("rds-postgresql", "cpu"): ("AWS/RDS", "CPUUtilization", (("DBInstanceIdentifier", "aws_db_instance.{}.identifier"),)),
    ("rds-postgresql", "connections"): (
        "AWS/RDS", "DatabaseConnections", (("DBInstanceIdentifier", "aws_db_instance.{}.identifier"),),
    ),
    ("app-server", "cpu"): ("AWS/EC2", "CPUUtilization", (("AutoScalingGroupName", "aws_autoscaling_group.{}.name"),)),
}  # fmt: skip


@builds("aws", "logging")
def logging(site: Site, node: Node) -> Parts:
    properties = typed(node, Logging)
    product = properties.product.lower()
    if "cloudtrail" in product:
        yield Skipped(node.key, "CloudTrail is set up once for an account, not for one topology")
    elif product and "cloudwatch" not in product:
        yield Skipped(node.key, "it is no service of AWS: who runs it, and where, is not stated")
    else:
        yield log_group(site, node, f"/{site.name}/{node.key}", days=_retention(properties.retention_days))
        yield covered(node)


def _retention(days: float | None) -> int | None:
    """The shortest time that CloudWatch offers and that is long enough."""
    return None if not days else next((one for one in _RETENTION if one >= days), _RETENTION[-1])


@builds("aws", "monitoring")
def monitoring(site: Site, node: Node) -> Parts:
    product = typed(node, Monitoring).product.lower()
    if product and "cloudwatch" not in product:
        yield Skipped(node.key, "it is no service of AWS: who runs it, and where, is not stated")
    else:
        yield Skipped(
            node.key, "CloudWatch measures AWS services by itself; alarms need thresholds, and it states none"
        )


@builds("aws", "alerting")
def alerting(site: Site, node: Node) -> Parts:
    properties = typed(node, Alerting)
    if properties.product and not re.search(r"sns|cloudwatch|aws", properties.product, re.IGNORECASE):
        yield Skipped(node.key, "it is a service outside AWS, which alarms reach through a topic of your own")
        return
    yield site.resource(
        node, "aws_sns_topic", *attributes(name=short(node.key, 200), kms_master_key_id=key_arn(site, node))
    )
    yield covered(node)


def alarms(site: Site, node: Node) -> Parts:
    """An alarm for each threshold that CloudWatch can measure."""
    for number, alert in enumerate(getattr(node.properties, "alerts", ()), 1):
        found = _METRICS.get((node.kind, alert.metric.lower()))
        if found is None:
            continue
        namespace, name, dimensions = found
        body = attributes(
            alarm_name=f"{short(node.key, 200)}-{number}",
            namespace=namespace,
            metric_name=name,
            dimensions={key: Reference(text.format(node.key)) for key, text in dimensions},
            statistic="Average",
            comparison_operator="GreaterThanThreshold",
            threshold=alert.above,
            period=60,
            evaluation_periods=max(int(alert.for_seconds // 60), 1),
            alarm_actions=_topics(site, node),
        )
        yield site.resource(node, "aws_cloudwatch_metric_alarm", *body, suffix=f"_{number}")


def _topics(site: Site, node: Node) -> Value:
    topics: list[Value] = [
        Reference(f"aws_sns_topic.{one.key}.arn")
        for one in site.graph.nodes.values()
        if one.kind == "alerting" and site.provider(one) == "aws" and not typed(one, Alerting).product
    ]
    return topics or None
