"""A topology at every provider but AWS and DigitalOcean, with the properties that the five systems do not state."""

from tests.exporters.targets.terraform.sites import Fields, graph, node, zone
from topologies.graph import Graph

_CHECK = {"path": "/health", "interval_seconds": 60, "timeout_seconds": 5, "retries": 2}


def elsewhere() -> Graph:
    """Accounts of five providers, and one node of each that stands in none."""
    zones = {
        "cf": zone("provider", provider="cloudflare"),
        "rail": zone("provider", provider="railway"),
        "frankfurt": zone("region", "rail", code="europe-west4"),
        "atlas": zone("provider", provider="mongodb-atlas"),
        "ireland": zone("region", "atlas", code="eu-west-1"),
        "up": zone("provider", provider="upstash"),
        "virginia": zone("region", "up", code="us-east-1"),
        "ver": zone("provider", provider="vercel"),
        "ocean": zone("provider", provider="digitalocean"),
        "ams3": zone("region", "ocean", code="ams3"),
        "fra1": zone("region", "ocean", code="fra1"),
        "box-a": zone("droplet", "ams3"),
        "box-b": zone("droplet", "fra1"),
    }
    pairs = [
        ("front", "web-a"), ("front", "web-b"), ("plain", "web-a"), ("api", "pg"), ("api", "mongo"), ("api", "queue"),
        ("api", "cache"), ("router", "api"), ("router", "site"), ("api", "stray-pg"), ("people", "api"),
    ]  # fmt: skip
    deploys = [("git", "api"), ("git", "pages"), ("git", "shop")]
    links: Fields = {f"{one}-to-{two}": {"source": one, "target": two} for one, two in pairs}
    links |= {f"{one}-to-{two}": {"source": one, "target": two, "role": "deployment"} for one, two in deploys}
    links["front-to-web-a"]["weight"], links["front-to-web-b"]["weight"] = 70, 30
    links["names-to-pages"] = {"source": "names", "target": "pages", "role": "dns"}
    ports = {"web-a-https": {"node": "web-a", "number": 443, "tls": True}}
    return graph("elsewhere", zones=zones, nodes={**_edge(), **_parts()}, ports=ports, links=links)


def _edge() -> Fields:
    records = [
        {"name": "mail.example.org", "type": "MX", "target": "mx.example.net", "ttl_seconds": 30},
        {"name": "old.example.org", "type": "CNAME", "target": "example.net"},
        {"name": "gone.example.org", "type": "A"},
    ]
    return {
        "names": node("dns", "cf", zone_name="example.org", records=records, ttl_seconds=300),
        "pages": node(
            "cloudflare-pages",
            "cf",
            domains=["www.example.org", "elsewhere.example.com"],
            repository="acme/pages",
            environment={"MODE": "live ${x}"},
            auto_deploy=False,
            preview_deployments=False,
            root_directory="/site",
        ),
        "front": node(
            "cloudflare-cdn",
            "cf",
            domains=["shop.example.org", "store.example.org"],
            load_balancing=True,
            health_check=_CHECK,
            https_only=True,
            compress=True,
            tls_minimum="TLS 1.2",
            origin_tls="strict",
            default_ttl_seconds=60,
        ),
        "plain": node("cloudflare-cdn", None, load_balancing=True),
        "shop": node(
            "vercel-site",
            "ver",
            framework="Nuxt 3",
            domains=["shop.example.com"],
            functions_region="Frankfurt",
            environment={"API": "https://api.example.org"},
            preview_deployments=False,
            auto_deploy=False,
            plan="Pro",
        ),
        "stray-shop": node("vercel-site", None, functions_region="fra1", repository="no owner"),
        "people": node("users"),
        "git": node("source-host", None, repository="acme/shop", branches=["main"]),
    }


def _parts() -> Fields:
    hourly = {"interval_seconds": 7200, "retention_days": 7, "pitr": True, "pitr_window_days": 2}
    return {
        "web-a": node("app-server", "box-a"),
        "web-b": node("app-server", "box-b"),
        "api": node(
            "container",
            "frankfurt",
            max_instances=3,
            volumes=["/data", "/more"],
            secrets=["token"],
            environment={"MODE": "live", "not a name": "x"},
            health_check=_CHECK,
        ),
        "site": node("static-site", "rail", environment={"MODE": "live"}),
        "router": node("railway-router", "rail", domains=["api.example.org"]),
        "pg": node("railway-postgresql", "frankfurt", engine_version="17", high_availability=True),
        "stray-pg": node("railway-postgresql", None, role="replica"),
        "cache": node(
            "railway-redis",
            "frankfurt",
            append_only_file=True,
            save_points=[{"seconds": 900, "changes": 1}],
            role="replica",
        ),
        "mongo": node(
            "mongodb-atlas",
            "ireland",
            instance_type="M10",
            storage_gb=20,
            engine_version="8.0",
            backups=[hourly],
            allowed_cidrs=["203.0.113.0/24"],
        ),
        "stray-mongo": node(
            "mongodb-atlas", None, backups=[{"interval_seconds": 86400, "retention_days": 30}]
        ),
        "queue": node("upstash-redis", "virginia", eviction_policy="noeviction"),
    }
