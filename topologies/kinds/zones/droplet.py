from topologies.kinds.declare import Trait, zone
from topologies.kinds.zones._machine import Machine


@zone(
    "droplet",
    label="Droplet",
    icon="server",
    provider="digitalocean",
    parents=("", "provider", "region", "network", "subnet-tier", "cluster", "group"),
    traits=(Trait.HOST,),
)
class Droplet(Machine):
    """A DigitalOcean virtual machine. What stands on it shares its address and fails with it.

    Parts on one droplet talk over localhost. Its firewall is a security group attached to the droplet: ufw on the
    machine, or a cloud firewall before it. Droplets of one region share a private network, which no other customer
    sees. Weekly backups keep four copies; a snapshot is taken by hand or by schedule and stays until deleted.

    Resizing means a restart; the disk grows and never shrinks.

    Source of facts: DigitalOcean documentation, Droplets, backups and resizing.
    """
