from typing import Literal

from pydantic import Field

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import (
    Process,
    Quantity,
)


@node(
    "pgbouncer",
    label="PgBouncer",
    concern="data",
    icon="pooler",
    parents=ANYWHERE,
    ports=(PortDefault("postgresql", 6432, "postgresql"),),
    traits=(Trait.PROXY,),
)
class Pgbouncer(Process):
    """A pooler for PostgreSQL: many clients share few connections to the database.

    In transaction mode a connection belongs to a client for one transaction: session settings, advisory locks and
    LISTEN do not survive it. The sum of all pools, over all poolers, must stay below what the database allows,
    with room for administration. As a sidecar there is one pool for each task, so the sum grows as tasks do.

    Source of facts: PgBouncer documentation, features and configuration.
    """

    pool_mode: Literal["", "session", "transaction", "statement"] = ""
    max_connections: Quantity | None = Field(None, description="clients it accepts")
    default_pool_size: Quantity | None = Field(None, description="connections for each user and database")
    reserve_pool_size: Quantity | None = None
    runs_as: Literal["", "sidecar", "service", "host"] = Field(
        "", description="beside each task, or by itself"
    )
