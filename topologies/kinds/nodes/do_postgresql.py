from pydantic import Field

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import NETWORKED
from topologies.kinds.properties import ManagedDatabase, Quantity, Short


@node(
    "do-postgresql",
    label="DigitalOcean Managed PostgreSQL",
    concern="data",
    icon="database",
    provider="digitalocean",
    parents=NETWORKED,
    ports=(PortDefault("postgresql", 25060, "postgresql", tls=True),),
    traits=(Trait.DATA, Trait.DATABASE, Trait.MANAGED),
)
class DoPostgresql(ManagedDatabase):
    """PostgreSQL that DigitalOcean operates, with daily backups and point-in-time recovery for seven days.

    Without a standby node a failed primary is rebuilt from backup and log, which takes time; with one it is
    replaced. Clients connect with TLS, on port 25060. It answers everybody who has the password until trusted
    sources name the droplets that may connect; inside the VPC it has a private name.

    Source of facts: DigitalOcean documentation, managed PostgreSQL.
    """

    trusted_sources: tuple[Short, ...] = Field((), description="droplets, tags or addresses that may connect")
    standby_nodes: Quantity | None = None
