"""A task definition: the container of a node and those beside it. Members: RegisterTaskDefinition of the ECS API."""

import re
from dataclasses import dataclass, field
from typing import Any

from exporters.formats.words import settings
from exporters.targets.terraform.aws.tasks import health, launch_type, sidecars, variable_name
from exporters.targets.terraform.site import Site
from topologies.graph import Node
from topologies.kinds import Trait
from topologies.kinds.nodes.ecs_service import EcsService
from topologies.kinds.properties import Compute, Process
from topologies.kinds.zones.region import Region

Request = dict[str, Any]
ACCOUNT, REGION = "ACCOUNT_ID", "REGION"
# CPU units -> the sizes of memory in MB that Fargate takes with them. Source: ECS developer guide, task CPU and memory.
FARGATE: dict[int, tuple[int, ...]] = {
    256: (512, 1024, 2048),
    512: tuple(range(1024, 4097, 1024)),
    1024: tuple(range(2048, 8193, 1024)),
    2048: tuple(range(4096, 16385, 1024)),
    4096: tuple(range(8192, 30721, 1024)),
    8192: tuple(range(16384, 61441, 4096)),
    16384: tuple(range(32768, 122881, 8192)),
}
_FAMILY = re.compile(r"[\w-]{1,255}", re.ASCII)
_GROUP = re.compile(r"[\w./#-]{1,512}", re.ASCII)
_ARN_REGION = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d")


@dataclass
class Told:
    """What the reader should know, and the nodes that went into the task."""

    notes: list[str] = field(default_factory=list)
    members: list[Node] = field(default_factory=list)


def region(site: Site, node: Node) -> str:
    """The code of the region that a node stands in, or the word that stands for it."""
    zone = site.graph.enclosing(node, Trait.REGION)
    code = zone.properties.code.lower() if zone and isinstance(zone.properties, Region) else ""
    return code if _ARN_REGION.fullmatch(code) else REGION


def family(node: Node) -> str:
    stated = node.properties.task_family if isinstance(node.properties, EcsService) else ""
    return stated if _FAMILY.fullmatch(stated) else node.key


def definition(site: Site, node: Node, process: Process, told: Told) -> Request:
    """The task definition of a node."""
    told.members.extend([node, *sidecars(site, node)])
    launch = launch_type(site, node)
    cpu, memory = _size(process, launch, told)
    network = (process.network_mode if isinstance(process, EcsService) else "") or "awsvpc"
    if len(told.members) > 1:
        told.notes.append(
            "what its sidecars read at their start, such as pgbouncer.ini, has to be in their images"
        )
    request = {
        "family": family(node),
        "networkMode": network,
        "requiresCompatibilities": [launch],
        "cpu": cpu,
        "memory": memory,
        "runtimePlatform": {"cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"},
        "executionRoleArn": _role(node, process, "execution", told),
        "taskRoleArn": _role(node, process, "task", told),
        "containerDefinitions": [
            _container(site, one, one.properties, node, told)
            for one in told.members
            if isinstance(one.properties, Process)
        ],
    }
    return {name: value for name, value in request.items() if value is not None}


def _role(node: Node, process: Process, which: str, told: Told) -> str:
    stated = str(getattr(process, f"{which}_role", ""))
    if ":xxx:" in stated or "::xxx" in stated:
        told.notes.append(f"its {which} role is stated in an account `xxx`: put the account's number there")
    return stated or f"arn:aws:iam::{ACCOUNT}:role/{node.key}-{which}"


def _size(process: Process, launch: str, told: Told) -> tuple[str | None, str | None]:
    """CPU units and MB; for Fargate the smallest pair that it takes and that is no smaller than what is stated."""
    cpu, memory = int((process.vcpus or 0) * 1024), process.memory_mb or 0
    if launch != "FARGATE":
        return (str(cpu) if cpu else None), (str(memory) if memory else None)
    for units, sizes in FARGATE.items():
        fitting = next((size for size in sizes if size >= memory), None)
        if units >= cpu and fitting is not None:
            if (units, fitting) != (cpu, memory):
                told.notes.append(
                    f"Fargate takes it at {units} CPU units with {fitting} MB; {_stated(cpu, memory)}"
                )
            return str(units), str(fitting)
    told.notes.append(f"Fargate has no size for {_stated(cpu, memory)}: its largest is written")
    return "16384", "122880"


def _stated(cpu: int, memory: int) -> str:
    return f"stated are {cpu or 'no'} CPU units and {memory or 'no'} MB"


def _container(site: Site, node: Node, process: Process, owner: Node, told: Told) -> Request:
    ports = site.graph.ports_of.get(node.key, ())
    stated = getattr(process, "command", "")
    container: Request = {
        "name": node.key,
        "image": _image(site, node, process, told),
        "essential": True,
        "portMappings": [{"containerPort": port.number, "protocol": port.protocol} for port in ports],
        "command": ["sh", "-c", stated] if stated else None,
        "environment": [
            {"name": name, "value": text} for name, text in settings(node, process.environment).items()
        ],
        "secrets": _secrets(site, node, process, told),
        "readonlyRootFilesystem": True,
        "logConfiguration": _logs(site, node, owner, told),
        "healthCheck": health(process.health_check),
    }
    if process.health_check and not process.health_check.command:
        told.notes.append(
            f"{node.key}: a path is checked by balancers; no command checks the container itself"
        )
    return {name: value for name, value in container.items() if value not in (None, [])}


def _image(site: Site, node: Node, process: Process, told: Told) -> str:
    if not process.image:
        told.notes.append(
            f"{node.key}: no image is stated; one of its name in the account's registry is written"
        )
        return f"{ACCOUNT}.dkr.ecr.{region(site, node)}.amazonaws.com/{node.key}:latest"
    _compare(site, node, process.image, "its image", told)
    return process.image


def _compare(site: Site, node: Node, text: str, what: str, told: Told) -> None:
    named = _ARN_REGION.search(text)
    here = region(site, node)
    if named and here not in (REGION, named[0]):
        told.notes.append(f"{node.key}: {what} is in {named[0]} as stated, while the task runs in {here}")


def _secrets(site: Site, node: Node, process: Process, told: Told) -> list[Request]:
    names = sorted(set(process.secrets)) if isinstance(process, Compute) else []
    for name in names:
        _compare(site, node, name, "a secret", told)
    return [{"name": variable_name(name), "valueFrom": _arn(site, node, name)} for name in names]


def _arn(site: Site, node: Node, name: str) -> str:
    return (
        name
        if name.startswith("arn:")
        else f"arn:aws:secretsmanager:{region(site, node)}:{ACCOUNT}:secret:{name}"
    )


def _logs(site: Site, node: Node, owner: Node, told: Told) -> Request:
    stated = owner.properties if isinstance(owner.properties, EcsService) else EcsService()
    here = region(site, owner)
    if stated.log_region and stated.log_region != here and node is owner:
        told.notes.append(
            f"{node.key}: its logs go to {stated.log_region} as stated, while the task runs in {here}"
        )
    return {
        "logDriver": "awslogs",
        "options": {
            "awslogs-group": stated.log_group if _GROUP.fullmatch(stated.log_group) else f"/ecs/{owner.key}",
            "awslogs-region": stated.log_region or here,
            "awslogs-stream-prefix": "ecs" if node is owner else node.key,
        },
    }
