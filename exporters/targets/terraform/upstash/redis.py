"""Serverless Redis."""

from exporters.formats.hcl import Reference, Template, Value, attributes
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Parts, covered, note
from exporters.targets.terraform.site import Site, named, typed
from topologies.graph import Node
from topologies.kinds.nodes.upstash_redis import UpstashRedis


@builds("upstash", "upstash-redis")
def redis(site: Site, node: Node) -> Parts:
    """A database that Upstash calls global: one primary region, and read regions where wanted."""
    properties = typed(node, UpstashRedis)
    body = attributes(
        database_name=named(node, r"[A-Za-z0-9_-]+", 40),
        region="global",
        primary_region=site.region("upstash", site.place(node)),
        tls=True,
        eviction=_evicts(properties),
    )
    yield site.resource(node, "upstash_redis_database", *body)
    yield covered(node, *site.graph.ports_of.get(node.key, ()))
    if properties.plan:
        yield note(node, f"the plan ({properties.plan}) is chosen on Upstash's own pages")


def _evicts(properties: UpstashRedis) -> bool | None:
    return properties.eviction_policy != "noeviction" if properties.eviction_policy else None


def connection(node: Node) -> Value:
    """The address with its password, which Upstash makes and Terraform's state keeps."""
    name = f"upstash_redis_database.{node.key}"
    password, host, port = (Reference(f"{name}.{part}") for part in ("password", "endpoint", "port"))
    return Template(("rediss://default:", password, "@", host, ":", port))
