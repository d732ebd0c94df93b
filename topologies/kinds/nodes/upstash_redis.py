from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ACCOUNT
from topologies.kinds.properties import Cache, Quantity


@node(
    "upstash-redis",
    label="Upstash Redis",
    concern="data",
    icon="cache",
    provider="upstash",
    parents=ACCOUNT,
    ports=(PortDefault("redis", 6379, "redis", tls=True), PortDefault("https", 443, "https", tls=True)),
    traits=(Trait.DATA, Trait.MANAGED),
)
class UpstashRedis(Cache):
    """Redis as a serverless service, billed by command, reached over TLS or over HTTPS.

    It suits functions that cannot hold connections. It stands outside the team's networks: every call crosses the
    internet, and a token is what protects it. Plans limit commands, size and bandwidth; a job queue that polls uses
    up a daily allowance quickly.

    Source of facts: Upstash documentation, Redis limits and REST API.
    """

    commands_per_day: Quantity | None = None
