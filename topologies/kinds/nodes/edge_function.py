from topologies.kinds.declare import Trait, node
from topologies.kinds.places import ACCOUNT
from topologies.kinds.properties import Compute, Seconds


@node(
    "edge-function",
    label="Edge function",
    concern="compute",
    icon="function",
    parents=ACCOUNT,
    traits=(Trait.COMPUTE, Trait.PUBLIC, Trait.MANAGED),
)
class EdgeFunction(Compute):
    """A small piece of code that a CDN or a site's host runs near the user, without a server of its own.

    It starts fast and everywhere, but its time, memory and libraries are limited, and a database in one region is
    still far away. It reaches private networks only where the provider offers a tunnel.

    Source of facts: Cloudflare documentation, Workers limits; Vercel documentation, functions.
    """

    timeout_seconds: Seconds | None = None
