from pydantic import Field

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Short, Site


@node(
    "static-site",
    label="Static site",
    concern="edge",
    icon="static-site",
    parents=ANYWHERE,
    ports=(PortDefault("https", 443, "https", tls=True),),
    traits=(Trait.PUBLIC, Trait.MANAGED),
)
class StaticSite(Site):
    """Files of a web page on a store or host of no particular kind: a bucket behind a CDN, a site on Railway.

    There is nothing to break in but the build and the account. A bucket's own website address speaks no HTTPS in
    AWS: put CloudFront before it and keep the bucket private.

    Source of facts: AWS documentation, Amazon S3 website endpoints.
    """

    served_from: Short = Field("", description="bucket or directory the files lie in")
