from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ACCOUNT
from topologies.kinds.properties import Gigabytes, Properties, Short


@node(
    "ecr",
    label="ECR",
    concern="delivery",
    icon="registry",
    provider="aws",
    parents=ACCOUNT,
    ports=(PortDefault("https", 443, "https", tls=True),),
    traits=(Trait.MANAGED,),
)
class Ecr(Properties):
    """The container registry of AWS: a repository for each image, in one region.

    A service that scales out pulls from here: if it cannot be reached, no new task starts. Tags can be overwritten
    unless a repository forbids it, so deploy by digest or by immutable tag. Old images stay and cost until a
    lifecycle policy removes them. Replicate to each region that runs the image.

    Source of facts: AWS documentation, Amazon ECR user guide.
    """

    repositories: tuple[Short, ...] = ()
    storage_gb: Gigabytes | None = None
    immutable_tags: bool | None = None
    scan_on_push: bool | None = None
