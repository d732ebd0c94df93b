from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ACCOUNT
from topologies.kinds.properties import Short, Site


@node(
    "vercel-site",
    label="Vercel site",
    concern="edge",
    icon="static-site",
    provider="vercel",
    parents=ACCOUNT,
    ports=(PortDefault("https", 443, "https", tls=True),),
    traits=(Trait.PUBLIC, Trait.MANAGED),
)
class VercelSite(Site):
    """A site on Vercel: files from its edge, and functions for pages that are rendered on request.

    Functions run in one chosen region by default: put it beside the API or database they call. Every branch gets a
    preview address; previews that reach production data are production systems.

    Source of facts: Vercel documentation, regions and preview deployments.
    """

    functions_region: Short = ""
