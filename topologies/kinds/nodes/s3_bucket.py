from pydantic import Field

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ACCOUNT
from topologies.kinds.properties import Days, ObjectStore, Short


@node(
    "s3-bucket",
    label="S3 bucket",
    concern="data",
    icon="object-storage",
    provider="aws",
    parents=ACCOUNT,
    ports=(PortDefault("https", 443, "https", tls=True),),
    traits=(Trait.DATA, Trait.MANAGED),
)
class S3Bucket(ObjectStore):
    """Object storage of AWS: files by key, in one region, over HTTPS.

    Standard storage keeps copies in at least three availability zones. That is no backup: a delete is a delete
    unless versioning is on, and a lifecycle rule that expires objects of a versioned bucket keeps old versions,
    which cost on. Glacier classes answer after minutes to hours and bill a minimum time.

    - Replication to another region needs versioning, and copies only what is written after it starts.
    - New buckets block public access and encrypt by default.
    - It stands outside every network: private subnets reach it through a NAT or an endpoint.

    Source of facts: AWS documentation, Amazon S3 user guide.
    """

    block_public_access: bool | None = None
    old_versions_kept_days: Days | None = None
    access_roles: tuple[Short, ...] = Field((), description="who may read or write")
