from typing import Literal

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import (
    Engine,
    Quantity,
)


@node(
    "rabbitmq",
    label="RabbitMQ",
    concern="data",
    icon="queue",
    parents=ANYWHERE,
    ports=(PortDefault("amqp", 5672, "amqp"), PortDefault("management", 15672, "http")),
    traits=(Trait.DATA,),
)
class Rabbitmq(Engine):
    """A message broker: it keeps messages in queues until a consumer has confirmed them.

    A message survives a restart if its queue is durable and it was sent as persistent. Quorum queues keep copies on
    a majority of nodes; the older mirrored queues were removed in version 4.0. A cluster belongs into one region:
    between regions messages are federated or shovelled, not clustered.

    When memory or disk run low it blocks publishers, and the application waits.

    Source of facts: RabbitMQ documentation, quorum queues, clustering and alarms.
    """

    node_count: Quantity | None = None
    queue_type: Literal["", "classic", "mirrored", "quorum", "stream"] = ""
    durable: bool | None = None
