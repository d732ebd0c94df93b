from typing import Literal

from topologies.kinds.declare import Trait, zone
from topologies.kinds.properties import Place, Short

Slug = Literal[
    "aws",
    "digitalocean",
    "cloudflare",
    "railway",
    "vercel",
    "mongodb-atlas",
    "upstash",
    "hetzner",
    "gcp",
    "github",
    "render",
    "local",
    "other",
]


@zone("provider", label="Provider account", icon="provider", parents=("", "group"), traits=(Trait.PROVIDER,))
class Provider(Place):
    """An account at a hosting provider. It fails, is billed and is administered as one.

    Everything below it belongs to that account. Two accounts at one provider are two zones.
    """

    provider: Slug
    account: Short = ""
