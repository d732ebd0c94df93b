from pydantic import Field

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import NETWORKED
from topologies.kinds.properties import ManagedDatabase, Quantity
from topologies.scalars import Cidr


@node(
    "mongodb-atlas",
    label="MongoDB Atlas",
    concern="data",
    icon="document-database",
    provider="mongodb-atlas",
    parents=NETWORKED,
    ports=(PortDefault("mongodb", 27017, "mongodb", tls=True),),
    traits=(Trait.DATA, Trait.DATABASE, Trait.MANAGED),
)
class MongodbAtlas(ManagedDatabase):
    """MongoDB as its maker's cloud service: a replica set, elected anew when its primary fails.

    Only addresses on the project's access list may connect, with TLS. Platforms without fixed outgoing addresses
    tempt to allow 0.0.0.0/0: then a password is all that protects it. The free tier is shared, small (512 MB) and
    has no backups. Writes that were not acknowledged by a majority can be lost in an election.

    Source of facts: MongoDB Atlas documentation, free clusters and IP access list.
    """

    node_count: Quantity | None = None
    allowed_cidrs: tuple[Cidr, ...] = Field((), title="Access list")
