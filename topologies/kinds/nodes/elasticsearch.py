from pydantic import Field

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Days, Engine, Gigabytes, Quantity


@node(
    "elasticsearch",
    label="Elasticsearch",
    concern="data",
    icon="search",
    parents=ANYWHERE,
    ports=(PortDefault("https", 9200, "https"), PortDefault("transport", 9300, "elasticsearch")),
    traits=(Trait.DATA,),
)
class Elasticsearch(Engine):
    """A cluster that indexes and searches documents; a copy of data that lives elsewhere, or the only one of logs.

    It needs a majority of its master-eligible nodes: three, in three availability zones, survive the loss of one;
    two zones do not survive the loss of the one that holds two. Shards without a replica are gone with their node.
    When a disk is 95 % full its indices refuse writes.

    Port 9200 answers clients, 9300 the other nodes: neither belongs on the internet.

    Source of facts: Elasticsearch documentation, resilience in small clusters and disk watermarks.
    """

    node_count: Quantity | None = None
    storage_per_node_gb: Gigabytes | None = Field(None, title="Storage of each node")
    dedicated_masters: bool | None = Field(None, title="Dedicated master nodes")
    dedicated_master_count: Quantity | None = None
    retention_days: Days | None = None
