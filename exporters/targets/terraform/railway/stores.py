"""Databases as services of the project: an image with a volume, on the private network alone."""

from exporters.formats.hcl import Value, attributes
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Parts, covered, note
from exporters.targets.terraform.railway.support import project_id, regions, settings
from exporters.targets.terraform.site import Site, asked, typed
from topologies.graph import Node
from topologies.kinds.nodes.railway_postgresql import RailwayPostgresql
from topologies.kinds.nodes.railway_redis import RailwayRedis
from topologies.kinds.properties import Cache

_DATA = "/var/lib/postgresql/data"
_URL = (
    "postgresql://${{POSTGRES_USER}}:${{POSTGRES_PASSWORD}}@${{RAILWAY_PRIVATE_DOMAIN}}:5432/${{POSTGRES_DB}}"
)
_REDIS = "redis://default:${{REDIS_PASSWORD}}@${{RAILWAY_PRIVATE_DOMAIN}}:6379"
_SIGN_IN = "Password, of letters and digits alone as it is part of an address"


@builds("railway", "railway-postgresql")
def postgresql(site: Site, node: Node) -> Parts:
    properties = typed(node, RailwayPostgresql)
    version = properties.engine_version
    stated = properties.image or (f"postgres:{version}" if version else "")
    image = stated or asked(node, "image", "Image with its tag, such as postgres:17")
    yield from _service(site, node, image, _DATA)
    name = site.graph.header.system
    values: dict[str, Value] = {
        "DATABASE_URL": _URL,
        "PGDATA": f"{_DATA}/pgdata",  # a volume holds lost+found, and PostgreSQL wants an empty directory
        "POSTGRES_DB": name,
        "POSTGRES_PASSWORD": asked(node, "password", _SIGN_IN, secret=True),
        "POSTGRES_USER": name,
    }
    yield from settings(site, node, values)
    yield covered(node, *site.graph.ports_of.get(node.key, ()))
    yield from _remarks(node, properties)


def _remarks(node: Node, properties: RailwayPostgresql) -> Parts:
    if properties.max_connections:
        yield note(node, f"set max_connections = {properties.max_connections} in its own configuration")
    if properties.storage_gb:
        yield note(node, f"a volume has the size of the plan; {properties.storage_gb:g} GB are stated")
    if properties.backups:
        yield note(node, "backups of a volume are scheduled on Railway's own pages")
    if properties.high_availability:
        yield note(node, "a volume belongs to one instance, so the service does not fail over by itself")
    if properties.role != "primary":
        yield note(node, "Railway replicates nothing by itself: it starts as an empty database of its own")


@builds("railway", "railway-redis")
def redis(site: Site, node: Node) -> Parts:
    properties = typed(node, RailwayRedis)
    kept = "/data" if properties.persistent or properties.append_only_file or properties.save_points else None
    yield from _service(site, node, properties.image or "valkey/valkey:8", kept)
    values: dict[str, Value] = {
        "REDIS_PASSWORD": asked(node, "password", _SIGN_IN, secret=True),
        "REDIS_URL": _REDIS,
        "VALKEY_EXTRA_FLAGS": _flags(properties),
    }
    yield from settings(site, node, values)
    yield covered(node, *site.graph.ports_of.get(node.key, ()))
    if not properties.image:
        yield note(
            node, "Valkey, which speaks the protocol of Redis: its image takes settings from variables"
        )
    if properties.role != "primary":
        yield note(node, "Railway replicates nothing by itself: it starts as an empty store of its own")


def _flags(properties: Cache) -> str:
    flags = ["--requirepass ${{REDIS_PASSWORD}}"]
    if properties.max_memory_mb:
        flags.append(f"--maxmemory {properties.max_memory_mb}mb")
    if properties.eviction_policy:
        flags.append(f"--maxmemory-policy {properties.eviction_policy}")
    if properties.append_only_file is not None:
        flags.append(f"--appendonly {'yes' if properties.append_only_file else 'no'}")
    flags.extend(f"--save {one.seconds:.0f} {one.changes}" for one in properties.save_points)
    return " ".join(flags)


def _service(site: Site, node: Node, image: Value, path: str | None) -> Parts:
    body = attributes(
        name=node.key,
        project_id=project_id(site, node),
        source_image=image,
        regions=regions(site, node),
        volume={"name": f"{node.key}-data", "mount_path": path} if path else None,
    )
    yield site.resource(node, "railway_service", *body)
