from topologies.kinds.declare import zone
from topologies.kinds.properties import Properties, Short


@zone(
    "cluster",
    label="Cluster",
    icon="cluster",
    parents=("provider", "region", "network", "subnet-tier", "group"),
)
class Cluster(Properties):
    """Machines that run containers together, such as an ECS cluster. It groups; it is no network of its own."""

    engine: Short = ""
    launch_type: Short = ""
