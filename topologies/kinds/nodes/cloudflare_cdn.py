from typing import Literal

from pydantic import Field

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ACCOUNT
from topologies.kinds.properties import (
    ContentNetwork,
    HealthCheck,
)


@node(
    "cloudflare-cdn",
    label="Cloudflare",
    concern="edge",
    icon="cdn",
    provider="cloudflare",
    parents=ACCOUNT,
    ports=(PortDefault("http", 80, "http"), PortDefault("https", 443, "https", tls=True)),
    traits=(Trait.PROXY, Trait.PUBLIC, Trait.MANAGED),
)
class CloudflareCdn(ContentNetwork):
    """Cloudflare in front of a site: DNS answers with Cloudflare's addresses, which filter, cache and pass on.

    It caches static files by their ending and no HTML unless a rule says so. How it speaks to the origin is a
    setting: anything below "full (strict)" leaves that leg unencrypted or unverified. The origin's address often
    stays known: let its firewall accept web traffic from Cloudflare's ranges only.

    Balancing over regions is a product of its own, not part of the proxy.

    Source of facts: Cloudflare documentation, cache, SSL modes and load balancing.
    """

    proxied: bool | None = Field(None, description="traffic passes through it, not only its DNS answers")
    origin_tls: Literal["", "off", "flexible", "full", "strict"] = Field("", title="TLS to the origin")
    load_balancing: bool | None = None
    health_check: HealthCheck | None = Field(None, description="of the origins that it balances over")
