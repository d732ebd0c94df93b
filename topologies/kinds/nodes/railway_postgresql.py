from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import NETWORKED
from topologies.kinds.properties import ManagedDatabase


@node(
    "railway-postgresql",
    label="Railway PostgreSQL",
    concern="data",
    icon="database",
    provider="railway",
    parents=NETWORKED,
    ports=(PortDefault("postgresql", 5432, "postgresql"),),
    traits=(Trait.DATA, Trait.DATABASE),
)
class RailwayPostgresql(ManagedDatabase):
    """PostgreSQL as a Railway service: a container with a volume on the project's private network.

    The platform starts it and keeps volume backups by schedule; tuning, upgrades and replication stay with the
    team. A volume belongs to one instance, so a single service does not fail over by itself. A TCP proxy gives it a
    public address: leave it off where only services of the project connect.

    Source of facts: Railway documentation, PostgreSQL, volumes and TCP proxy.
    """
