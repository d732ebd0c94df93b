from pydantic import Field

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ACCOUNT
from topologies.kinds.properties import Properties, Short


@node(
    "external-service",
    label="External service",
    concern="delivery",
    icon="external-service",
    parents=ACCOUNT,
    ports=(PortDefault("https", 443, "https", tls=True),),
    traits=(Trait.EXTERNAL,),
)
class ExternalService(Properties):
    """Somebody else's system that this one calls or is called by: payments, mail, an API of a game.

    It will be slow and down at times nobody here chose: give calls a timeout, and decide what happens to the user
    meanwhile. Two systems in a row are available only as often as both are. Its rate limits are yours.

    Source of facts: AWS Well-Architected Framework, reliability pillar.
    """

    product: Short = ""
    endpoint: Short = ""
    jurisdiction: Short = Field("", description="where it keeps the data it is sent")
