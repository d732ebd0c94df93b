from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ACCOUNT
from topologies.kinds.properties import Site


@node(
    "cloudflare-pages",
    label="Cloudflare Pages",
    concern="edge",
    icon="static-site",
    provider="cloudflare",
    parents=ACCOUNT,
    ports=(PortDefault("https", 443, "https", tls=True),),
    traits=(Trait.PUBLIC, Trait.MANAGED),
)
class CloudflarePages(Site):
    """A static site that Cloudflare builds from a repository and serves from its edge.

    Every push to the production branch builds and replaces the site; other branches get preview addresses. The
    free plan builds one at a time, 500 times a month, and holds at most 20,000 files of 25 MiB each. A rollback
    points the site to an earlier build and takes seconds.

    Calls from the page to an API on another name need that API's permission (CORS).

    Source of facts: Cloudflare documentation, Pages limits and rollbacks.
    """
