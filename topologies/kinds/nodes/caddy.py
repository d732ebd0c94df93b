from pydantic import Field

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Process, Short


@node(
    "caddy",
    label="Caddy",
    concern="edge",
    icon="web-server",
    parents=ANYWHERE,
    ports=(PortDefault("http", 80, "http"), PortDefault("https", 443, "https", tls=True)),
    traits=(Trait.PROXY, Trait.PUBLIC),
)
class Caddy(Process):
    """The Caddy web server: it serves files, ends TLS and passes requests on to application servers.

    It obtains and renews certificates by itself, for names it can see in its configuration. For that port 80 or
    443 must be reachable from the internet under those names, and its storage must survive restarts: several
    instances share one storage or each asks for its own certificates, against the issuer's rate limits.

    - Plain HTTP is redirected to HTTPS unless the configuration says otherwise.
    - HTTP/3 needs UDP 443 as well as TCP 443.
    - Its administration interface listens on localhost, port 2019; keep it there.

    Source of facts: Caddy documentation, automatic HTTPS and API.
    """

    domains: tuple[Short, ...] = ()
    automatic_tls: bool | None = Field(None, title="Automatic TLS")
    certificate_issuer: Short = Field("", description="for example Let's Encrypt")
    certificate_email: Short = ""
    static_root: Short = Field("", description="directory on the host that it serves files from")
    static_path: Short = Field("", description="URL path of those files, for example /pub/assets/")
    gzip: bool | None = Field(None, title="gzip compression")
    http2: bool | None = Field(None, title="HTTP/2")
    log_path: Short = ""
