"""What DigitalOcean builders share."""

from exporters.formats.hcl import Reference, Value
from exporters.targets.terraform.parts import Variable
from exporters.targets.terraform.site import Site
from topologies.graph import Element, Node, Zone
from topologies.kinds import Trait

NAME = r"[a-zA-Z0-9][a-zA-Z0-9.-]*"
SSH_KEYS = Variable(
    "var.digitalocean_ssh_keys",
    type="list(string)",
    description="Ids or fingerprints of the SSH keys that may sign in to the droplets",
)
ALERT_EMAILS = Variable(
    "var.digitalocean_alert_emails",
    type="list(string)",
    description="Verified addresses that alerts about droplets are sent to",
)


def region(site: Site, element: Element) -> Value:
    return site.region("digitalocean", site.place(element))


def network(site: Site, element: Node | Zone) -> Value:
    """The VPC around an element; None = the region's own."""
    zone = site.graph.enclosing(element, Trait.NETWORK)
    if zone is None or site.provider(zone) != "digitalocean":
        return None
    return Reference(f"digitalocean_vpc.{zone.key}.id")


def droplet_id(key: str) -> Reference:
    return Reference(f"digitalocean_droplet.{key}.id")


def host_of(site: Site, node: Node) -> Zone | None:
    """The droplet a node runs on."""
    host = site.graph.enclosing(node, Trait.HOST)
    return (
        host
        if host is not None and host.kind == "droplet" and site.provider(host) == "digitalocean"
        else None
    )
