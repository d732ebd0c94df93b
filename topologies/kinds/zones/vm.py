from topologies.kinds.declare import Trait, zone
from topologies.kinds.zones._machine import Machine


@zone(
    "vm",
    label="Virtual machine",
    icon="server",
    parents=("", "provider", "region", "network", "subnet-tier", "group"),
    traits=(Trait.HOST,),
)
class VirtualMachine(Machine):
    """A machine at any provider, virtual or not. What stands on it shares its address and fails with it."""
