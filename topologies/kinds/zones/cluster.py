from topologies.kinds.declare import zone
from topologies.kinds.places import HOSTS
from topologies.kinds.properties import Properties, Short


@zone(
    "cluster",
    label="Cluster",
    icon="cluster",
    parents=("", "provider", "region", "network", "subnet-tier", "group", *HOSTS),
)
class Cluster(Properties):
    """Machines that run containers together, such as an ECS cluster. It groups; it is no network of its own.

    What runs in it fails together only if the cluster's own control does. With Fargate there are no machines to
    manage; with EC2 or Kubernetes nodes the machines need capacity for what moves over when one is lost.

    Source of facts: AWS documentation, Amazon ECS clusters.
    """

    engine: Short = ""
    launch_type: Short = ""
