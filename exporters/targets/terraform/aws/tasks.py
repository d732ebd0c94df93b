"""Task definitions of ECS with their roles and logs: what services and jobs share."""

import re
from typing import Any

from exporters.formats.hcl import Reference, Value, attributes, block, call
from exporters.targets.terraform.aws.access import linked
from exporters.targets.terraform.aws.secrets import names_of
from exporters.targets.terraform.aws.support import grant, key_arn, log_group, role
from exporters.targets.terraform.parts import Covered, Parts, Resource, covered, note
from exporters.targets.terraform.site import Site, asked, typed
from topologies.graph import Node, Zone
from topologies.kinds.nodes.ecs_service import EcsService
from topologies.kinds.nodes.pgbouncer import Pgbouncer
from topologies.kinds.properties import Compute, HealthCheck, Process

_EXECUTION = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"


def task(site: Site, node: Node, properties: Process) -> Parts:
    """The task definition of a node with a role to start it and one for its code."""
    secrets = _secrets(site, node, properties)
    yield log_group(site, node, _log_name(properties, node))
    yield role(site, node, "ecs-tasks.amazonaws.com", "_execution")
    yield _managed_policy(site, node)
    if secrets:
        yield grant(site, node, "_execution", _may_read(site, properties, secrets), name="secrets")
    yield role(site, node, "ecs-tasks.amazonaws.com", "_task")
    yield from linked(site, node, "_task")
    yield _definition(site, node, properties, secrets)
    yield from _remarks(site, node, properties)
    yield Covered(tuple(port.key for port in site.graph.ports_of.get(node.key, ())))
    yield covered(node)


def _may_read(site: Site, properties: Process, secrets: dict[str, Value]) -> list[dict[str, Value]]:
    """The secrets that a task starts with, and the keys of the stores that are written here."""
    names = set(properties.secrets) if isinstance(properties, Compute) else set()
    stores = (one for one in site.nodes_of("aws", "secrets-manager") if names & set(names_of(one)))
    keys: list[Value] = [*{key.text: key for key in (key_arn(site, one) for one in stores)}.values()]
    read: list[Value] = list(secrets.values())
    allowed = [("secretsmanager:GetSecretValue", read), ("kms:Decrypt", keys)]
    return [{"Effect": "Allow", "Action": [action], "Resource": what} for action, what in allowed if what]


def _log_name(properties: Process, node: Node) -> str:
    stated = properties.log_group if isinstance(properties, EcsService) else ""
    return stated if re.fullmatch(r"[\w./#-]{1,512}", stated, re.ASCII) else f"/ecs/{node.key}"


def _managed_policy(site: Site, node: Node) -> Resource:
    body = attributes(role=Reference(f"aws_iam_role.{node.key}_execution.name"), policy_arn=_EXECUTION)
    return site.resource(node, "aws_iam_role_policy_attachment", *body, suffix="_execution")


def _definition(site: Site, node: Node, properties: Process, secrets: dict[str, Value]) -> Resource:
    body = attributes(
        family=_family(properties, node),
        requires_compatibilities=[launch_type(site, node)],
        network_mode=(properties.network_mode if isinstance(properties, EcsService) else "") or "awsvpc",
        cpu=_cpu(node, properties),
        memory=str(properties.memory_mb) if properties.memory_mb else asked(node, "memory", "Memory in MB"),
        execution_role_arn=Reference(f"aws_iam_role.{node.key}_execution.arn"),
        task_role_arn=Reference(f"aws_iam_role.{node.key}_task.arn"),
        container_definitions=call("jsonencode", _containers(site, node, properties, secrets)),
    )
    return site.resource(node, "aws_ecs_task_definition", *body)


def _family(properties: Process, node: Node) -> str:
    stated = properties.task_family if isinstance(properties, EcsService) else ""
    return stated if re.fullmatch(r"[\w-]{1,255}", stated, re.ASCII) else node.key


def _cpu(node: Node, properties: Process) -> Value:
    return (
        str(int(properties.vcpus * 1024))
        if properties.vcpus
        else asked(node, "cpu", "CPU units (1024 = one vCPU)")
    )


def launch_type(site: Site, node: Node) -> str:
    own = getattr(node.properties, "launch_type", "")
    home = next((getattr(zone.properties, "launch_type", "") for zone in site.graph.path(node)), "")
    stated = (own or home).upper()
    return stated if stated in ("FARGATE", "EC2", "EXTERNAL") else "FARGATE"


def _containers(site: Site, node: Node, properties: Process, secrets: dict[str, Value]) -> list[Value]:
    """The node's own container and those that run beside it in the same task."""
    beside = [_container(site, one, typed(one, Pgbouncer), {}, node) for one in sidecars(site, node)]
    return [_container(site, node, properties, secrets, node), *beside]


def sidecars(site: Site, node: Node) -> list[Node]:
    targets = {link.target: site.graph.nodes[link.target] for link in site.graph.links_from.get(node.key, ())}
    return [one for _, one in sorted(targets.items()) if is_sidecar(one)]


def is_sidecar(node: Node) -> bool:
    return isinstance(node.properties, Pgbouncer) and node.properties.runs_as == "sidecar"


def _container(site: Site, node: Node, properties: Process, secrets: dict[str, Value], owner: Node) -> Value:
    ports = site.graph.ports_of.get(node.key, ())
    container: dict[str, Value] = {
        "name": node.key,
        "image": properties.image or asked(node, "image", "Container image"),
        "essential": True,
        "readonlyRootFilesystem": True,
        "portMappings": [{"containerPort": port.number, "protocol": port.protocol} for port in ports],
        "environment": [
            {"name": name, "value": text} for name, text in sorted(properties.environment.items())
        ],
        "secrets": [{"name": variable_name(name), "valueFrom": arn} for name, arn in secrets.items()],
        "command": _command(properties),
        "healthCheck": health(properties.health_check),
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": Reference(f"aws_cloudwatch_log_group.{owner.key}.name"),
                "awslogs-region": site.region("aws", site.place(node)),
                "awslogs-stream-prefix": node.key,
            },
        },
    }
    return {name: value for name, value in container.items() if value not in (None, [])}


def _command(properties: Process) -> Value:
    stated = getattr(properties, "command", "")
    return ["sh", "-c", stated] if stated else None


def health(check: HealthCheck | None) -> dict[str, Any] | None:
    """The health check of a container, where it states what to run."""
    if check is None or not check.command:
        return None
    times = {
        "interval": check.interval_seconds,
        "timeout": check.timeout_seconds,
        "retries": check.retries,
        "startPeriod": check.start_period_seconds,
    }
    stated = {name: int(value) for name, value in times.items() if value is not None}
    return {"command": ["CMD-SHELL", check.command], **stated}


def variable_name(secret: str) -> str:
    """The environment variable that a secret is handed over in."""
    return re.sub(r"[^A-Z0-9]+", "_", secret.rpartition(":")[2].upper()).strip("_") or "SECRET"


def _secrets(site: Site, node: Node, properties: Process) -> dict[str, Value]:
    names = properties.secrets if isinstance(properties, Compute) else ()
    return {name: _secret(site, node, name) for name in sorted(set(names))}


def _secret(site: Site, node: Node, name: str) -> Value:
    """The ARN of a secret: of the store that lists it, else the variable that asks for it."""
    for store in site.nodes_of("aws", "secrets-manager"):
        if name in names_of(store):
            return Reference(f"aws_secretsmanager_secret.{store.key}", name, "arn")
    return asked(
        node, "secret_arns", "ARN of each secret, by its name in the design", "map(string)", key=name
    )


def _remarks(site: Site, node: Node, properties: Process) -> Parts:
    yield note(node, "its file system is read-only; give it a volume where it must write")
    if isinstance(properties, EcsService) and (properties.execution_role or properties.task_role):
        yield note(node, "its roles are written here, not taken from the names that the document states")
    if properties.health_check and not properties.health_check.command:
        yield note(
            node,
            "a path to check is for balancers; the container itself is checked by a command, none is stated",
        )


def home_cluster(site: Site, node: Node) -> Zone | None:
    found = (
        zone for zone in site.graph.path(node) if zone.kind == "cluster" and site.provider(zone) == "aws"
    )
    return next(found, None)


def cluster(site: Site, node: Node) -> Reference:
    """The cluster around a node, or the one made for it alone."""
    home = home_cluster(site, node)
    return Reference(f"aws_ecs_cluster.{home.key if home else node.key}.arn")


def own_cluster(site: Site, node: Node) -> Parts:
    """A cluster for a node that stands in none."""
    if home_cluster(site, node) is None:
        yield cluster_resource(site, node)
        yield note(node, "it stands in no cluster, so it gets one of its own")


def cluster_resource(site: Site, element: Node | Zone) -> Resource:
    insights = block("setting", body=attributes(name="containerInsights", value="enabled"))
    return site.resource(element, "aws_ecs_cluster", *attributes(name=element.key), insights)
