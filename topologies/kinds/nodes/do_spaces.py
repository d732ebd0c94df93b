from pydantic import Field

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ACCOUNT
from topologies.kinds.properties import Gigabytes, ObjectStore


@node(
    "do-spaces",
    label="DigitalOcean Spaces",
    concern="data",
    icon="object-storage",
    provider="digitalocean",
    parents=ACCOUNT,
    ports=(PortDefault("https", 443, "https", tls=True),),
    traits=(Trait.DATA, Trait.MANAGED),
)
class DoSpaces(ObjectStore):
    """Object storage of DigitalOcean with the interface of S3: a flat price for a first volume, then by gigabyte.

    A bucket lives in one region and is reached over the internet, from droplets too. It has versioning and
    lifecycle rules, set through the S3 interface. Backups of droplets and databases kept at the same provider are
    lost with the account.

    Source of facts: DigitalOcean documentation, Spaces Object Storage.
    """

    included_gb: Gigabytes | None = Field(None, title="Included in the price")
    cdn: bool | None = Field(None, title="CDN")
