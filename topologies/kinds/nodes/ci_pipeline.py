from pydantic import Field

from topologies.kinds.declare import Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Deployment, Properties, Short


@node(
    "ci-pipeline",
    label="CI/CD pipeline",
    concern="delivery",
    icon="ci",
    parents=ANYWHERE,
    traits=(Trait.EXTERNAL,),
)
class CiPipeline(Properties):
    """Tests, builds and deploys what was pushed: GitHub Actions and its like.

    It holds the keys to production: short-lived credentials by federation are better than stored ones. Runners of
    the provider have addresses that change, so a firewall that admits them admits many others too.

    Source of facts: GitHub documentation, OpenID Connect and about GitHub-hosted runners.
    """

    product: Short = ""
    deployment: Deployment | None = None
    environments: tuple[Short, ...] = Field((), description="in the order of promotion")
    approvals_required: bool | None = None
