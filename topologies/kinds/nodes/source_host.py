from pydantic import Field

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ACCOUNT
from topologies.kinds.properties import Properties, Short


@node(
    "source-host",
    label="Source host",
    concern="delivery",
    icon="source-host",
    parents=ACCOUNT,
    ports=(PortDefault("https", 443, "https", tls=True),),
    traits=(Trait.EXTERNAL, Trait.PUBLIC),
)
class SourceHost(Properties):
    """Where the code lives and whose pushes start builds: GitHub, GitLab.

    Whoever may push to the deployed branch may run code in production: protect the branch and require review. A
    host that pulls needs a key that reads one repository. When it is down the system runs on, but nothing can be
    deployed.

    Source of facts: GitHub documentation, protected branches and deploy keys.
    """

    product: Short = ""
    repository: Short = ""
    branches: tuple[Short, ...] = ()
    triggers: Short = Field("", description="for example webhook on push")
