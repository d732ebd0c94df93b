from topologies.kinds.declare import Trait, zone
from topologies.kinds.zones._machine import Machine


@zone(
    "vm",
    label="Virtual machine",
    icon="server",
    parents=("", "provider", "region", "network", "subnet-tier", "cluster", "group"),
    traits=(Trait.HOST,),
)
class VirtualMachine(Machine):
    """A machine at any provider, virtual or not. What stands on it shares its address and fails with it.

    Replacing it takes whatever nobody automated: provisioning, configuration, and a restore of what lay on its
    disk. Processes on it compete for its memory; when that is gone the kernel ends one of them.

    Source of facts: Linux manual, out-of-memory handling.
    """
