from pydantic import Field

from topologies.kinds.declare import Trait, zone
from topologies.kinds.zones._machine import Machine


@zone(
    "local-machine",
    label="Local machine",
    icon="host",
    parents=("", "provider", "group"),
    traits=(Trait.HOST,),
)
class LocalMachine(Machine):
    """A developer's own machine. Its ports are published to the machine itself, not to the internet.

    Others on the same network may still reach a port that is published on every address. Data here has no backup
    but the one its owner makes.

    Source of facts: Docker documentation, port publishing.
    """

    public_ip: bool = Field(False, title="Public IP address")
    containers: bool = True
