"""What Cloudflare builders share: the account, and which zone answers for a name."""

from exporters.formats.hcl import Reference, Value
from exporters.targets.terraform.parts import Variable
from exporters.targets.terraform.site import Site, asked, typed
from topologies.graph import Element, Node
from topologies.kinds.nodes.dns import Dns


def account_id(site: Site, element: Element) -> Value:
    account = site.account(element)
    if account is not None:
        return asked(account, "account_id", "Account id")
    return Variable("var.cloudflare_account_id", description="Account id at Cloudflare")


def zone_of(site: Site, element: Element, domain: str) -> Reference | None:
    """The zone among those written here that holds the name."""
    for node in site.nodes_of("cloudflare", "dns"):
        name = typed(node, Dns).zone_name
        if name and (domain == name or domain.endswith(f".{name}")):
            return zone_id(node)
    return None


def zone_id(node: Node) -> Reference:
    return Reference(f"cloudflare_zone.{node.key}.id")
