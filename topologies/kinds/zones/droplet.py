from topologies.kinds.declare import Trait, zone
from topologies.kinds.zones._machine import Machine


@zone(
    "droplet",
    label="Droplet",
    icon="server",
    provider="digitalocean",
    parents=("provider", "region", "network", "subnet-tier", "group"),
    traits=(Trait.HOST,),
)
class Droplet(Machine):
    """A DigitalOcean virtual machine. What stands on it shares its address and fails with it.

    Parts on one droplet talk over localhost. Its firewall is a security group attached to the droplet.
    """
