from typing import Literal

from pydantic import Field

from topologies.kinds.declare import Trait, node
from topologies.kinds.properties import (
    Properties,
    Short,
)


@node(
    "vpc-endpoint",
    label="VPC endpoint",
    concern="network",
    icon="router",
    provider="aws",
    parents=("network", "subnet-tier", "group"),
    traits=(Trait.ENDPOINT,),
)
class VpcEndpoint(Properties):
    """A private way from a network to a service of the provider, without the internet.

    A gateway endpoint (S3, DynamoDB) is an entry in route tables and costs nothing. An interface endpoint is an
    address in each chosen subnet, with a security group, billed by the hour and the gigabyte. Pulling an image from
    ECR without a NAT takes two interface endpoints and the gateway endpoint of S3.

    Its policy can limit which buckets or secrets can be reached through it.

    Source of facts: AWS documentation, AWS PrivateLink and gateway endpoints.
    """

    service: Short = Field("", description="for example s3, secretsmanager")
    endpoint_type: Literal["", "gateway", "interface"] = ""
