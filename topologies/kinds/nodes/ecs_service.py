from typing import Literal

from pydantic import Field

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import NETWORKED
from topologies.kinds.properties import (
    Compute,
    Short,
)


@node(
    "ecs-service",
    label="ECS service",
    concern="compute",
    icon="container-service",
    provider="aws",
    parents=NETWORKED,
    ports=(PortDefault("http", 8080, "http"),),
    traits=(Trait.COMPUTE,),
)
class EcsService(Compute):
    """Containers that Amazon ECS keeps running: as many tasks of one task definition as the service asks for.

    With Fargate every task has its own network interface, address and security groups; it accepts only certain
    pairs of CPU and memory (1 vCPU goes with 2 to 8 GB). ECS spreads tasks over the subnets it is given, so two
    tasks in subnets of one availability zone still fail together.

    - A task in a private subnet needs a NAT gateway or endpoints to pull its image, read secrets and write logs.
    - A failed task is replaced, but the new one serves only after its image is pulled and its checks pass.
    - Target tracking adds tasks faster than it removes them; the two cooldowns say how fast.

    Source of facts: AWS documentation, Amazon ECS developer guide.
    """

    launch_type: Literal["", "fargate", "ec2", "external"] = ""
    task_family: Short = ""
    network_mode: Literal["", "awsvpc", "bridge", "host", "none"] = ""
    execution_role: Short = Field("", description="pulls the image, reads secrets at start, writes logs")
    task_role: Short = Field("", description="what the code itself may do")
    log_group: Short = ""
    log_region: Short = ""
