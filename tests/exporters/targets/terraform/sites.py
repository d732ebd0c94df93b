"""Topologies by hand: everything that the target can write, two regions, and a large one."""

from typing import Any

from topologies.documents import parse
from topologies.graph import Graph

Fields = dict[str, Any]


def graph(slug: str, environment: str = "production", **sections: Fields) -> Graph:
    header = {"system": "sample", "slug": slug, "environment": environment, "label": 'says "${hi}"'}
    return parse({"format": 1, "topology": header, **sections})


def node(kind: str, zone: str | None = None, **fields: Any) -> Fields:
    counts = {name: fields.pop(name) for name in ("min_instances", "max_instances") if name in fields}
    place = {"zone": zone} if zone else {}
    return {"kind": kind, **place, **counts, "properties": fields}


def zone(kind: str, parent: str | None = None, **properties: Any) -> Fields:
    return {"kind": kind, **({"parent": parent} if parent else {}), "properties": properties}


def _aws() -> Fields:
    names = ("eu-west-1a", "eu-west-1b")
    tiers = {
        name: zone(
            "subnet-tier",
            "vpc",
            access=access,
            cidrs={at: f"10.0.{third}{number}.0/24" for number, at in enumerate(names)},
        )
        for name, access, third in (("public", "public", 1), ("app", "private", 2), ("data", "isolated", 3))
    }
    return {
        "aws": zone("provider", provider="aws", account="123456789012"),
        "ireland": zone("region", "aws", code="eu-west-1"),
        "vpc": zone("network", "ireland", cidrs=["10.0.0.0/16"]),
        **tiers,
        "cluster": zone("cluster", "app", launch_type="fargate"),
        "machine": zone("vm", "app", instance_type="t3.small", image="ami-0123456789abcdef0"),
    }


def whole() -> Graph:
    """One of each kind that the target writes at AWS, with drawn routes, rules and network ACLs."""
    alerts = [{"metric": "cpu", "above": 80, "for_seconds": 300}]
    rotation = {"rotation_days": 30, "secret_names": ["app/db", "app/key"]}
    lifecycle = [{"action": "transition", "storage_class": "GLACIER", "after_days": 30, "name": "cold ${x}"}]
    nodes = {
        "igw": node("internet-gateway", "vpc"),
        "nat": node("nat-gateway", "public", max_instances=1),
        "endpoint": node("vpc-endpoint", "vpc", service="s3"),
        "endpoint-secrets": node("vpc-endpoint", "app", service="secretsmanager", endpoint_type="interface"),
        "alb": node("alb", "public", domains=["api.example.org"], sticky_sessions=True, access_logs=True),
        "api": node(
            "ecs-service", "cluster", min_instances=2, max_instances=6, alerts=alerts, secrets=["app/db", "other"],
            environment={"MODE": "${no}", "for": "x"}, vcpus=0.5, memory_mb=1024, health_check={"path": "/health"},
        ),
        "web": node("app-server", "app", min_instances=1, max_instances=3, purchase="spot", alerts=alerts),
        "job": node("scheduled-job", "cluster", schedule="0 2 * * 1", command='echo "$HOME" && ls'),
        "hourly": node("scheduled-job", "app", interval_seconds=3600),
        "import": node("on-demand-job", "cluster", min_instances=0, max_instances=2),
        "bastion": node("bastion", "public", min_instances=1),
        "db": node("rds-postgresql", "data", storage_gb=500, storage_type="gp3", iops=12000, alerts=alerts),
        "db-copy": node("rds-postgresql", "data", role="replica"),
        "redis": node("elasticache-redis", "data", replicas=1, engine_version="7.1", eviction_policy="allkeys-lru"),
        "shards": node("elasticache-redis", "data", cluster_mode=True, shards=2, replicas=1),
        "files": node("s3-bucket", "ireland", lifecycle=lifecycle, encryption="KMS", old_versions_kept_days=7),
        "copies": node("s3-bucket", "ireland", provider_name="sample-copies"),
        "secrets": node("secrets-manager", "ireland", **rotation),
        "images": node("ecr", "ireland", repositories=["api", "web"]),
        "certificates": node("certificate-manager", "ireland", domains=["example.org", "*.example.org"]),
        "cdn": node("cloudfront", "aws", domains=["www.example.org"]),
        "filter": node("waf", "ireland", rate_limit_requests=1000, rules=["SQL injection", "known bad inputs"]),
        "filter-edge": node("waf", "aws", product="AWS WAF"),
        "names": node(
            "route53", "aws", zone_name="example.org", health_checks=True, routing="latency",
            records=[{"name": "mail.example.org", "type": "CNAME", "target": "mail.example.net", "ttl_seconds": 60}],
        ),
        "logs": node("logging", "ireland", product="CloudWatch", retention_days=30),
        "topic": node("alerting", "ireland", product=""),
    }  # fmt: skip
    return graph("whole", zones=_aws(), nodes=nodes, **_hung_on())


def _hung_on() -> Fields:
    pairs = [
        ("alb", "api"), ("alb", "web"), ("names", "alb"), ("names", "cdn"), ("cdn", "files"), ("cdn", "alb"),
        ("filter", "alb"), ("filter-edge", "cdn"), ("certificates", "alb"),
    ]  # fmt: skip
    return {
        "ports": {
            "alb-https": {"node": "alb", "number": 443, "tls": True},
            "alb-http": {"node": "alb", "number": 80},
            "api-http": {"node": "api", "number": 8080},
            "db-port": {"node": "db", "number": 5432},
        },
        "links": {f"{one}-to-{two}": {"source": one, "target": two} for one, two in pairs},
        "replications": {
            "copy-db": {"source": "db", "target": "db-copy", "mode": "async"},
            "copy-files": {"source": "files", "target": "copies", "mode": "async"},
        },
        "routes": {
            "out": {"zone": "app", "destination": "0.0.0.0/0", "via": "nat"},
            "out-a": {
                "zone": "data",
                "destination": "0.0.0.0/0",
                "via": "nat",
                "availability_zone": "eu-west-1a",
            },
        },
        **_filters(),
    }


def _filters() -> Fields:
    rules = {
        "in-https": {"group": "front", "direction": "ingress", "from_port": 443, "cidr": "0.0.0.0/0"},
        "in-six": {"group": "front", "direction": "ingress", "from_port": 443, "cidr": "::/0"},
        "to-back": {"group": "front", "direction": "egress", "from_port": 8080, "peer_group": "back"},
        "from-front": {"group": "back", "direction": "ingress", "from_port": 8080, "peer_group": "front"},
        "from-tier": {"group": "back", "direction": "ingress", "protocol": "all", "peer_zone": "app"},
        "ping": {"group": "back", "direction": "ingress", "protocol": "icmp", "peer_zone": "vpc"},
    }
    return {
        "security_groups": {"front": {"zone": "vpc"}, "back": {"zone": "vpc", "default_egress": "allow"}},
        "rules": rules,
        "attachments": {
            f"{group}-on-{target}": {"group": group, "target": target}
            for group, target in (
                ("front", "alb"),
                ("back", "api"),
                ("back", "web"),
                ("back", "db"),
                ("back", "machine"),
            )
        },
        "network_acls": {"acl": {"zone": "data"}},
        "acl_entries": {
            "allow": {
                "acl": "acl",
                "number": 100,
                "direction": "ingress",
                "action": "allow",
                "cidr": "10.0.0.0/16",
            },
            "deny": {
                "acl": "acl",
                "number": 200,
                "direction": "egress",
                "action": "deny",
                "cidr": "::/0",
                "protocol": "icmp",
            },
        },
    }


def two_regions() -> Graph:
    """Two regions of AWS whose zones have names of their own, peered, and two networks of DigitalOcean."""
    zones: Fields = {
        "aws": zone("provider", provider="aws"),
        "ocean": zone("provider", provider="digitalocean"),
    }
    nodes: Fields = {}
    for number, name in enumerate(("east", "west")):
        cidrs = {"az-1": f"10.{number}.1.0/24", "az-2": f"10.{number}.2.0/24"}
        zones[name] = zone("region", "aws", code="us-east-1" if number else "")
        zones[f"vpc-{name}"] = zone("network", name, cidrs=[f"10.{number}.0.0/16"], flow_logs=bool(number))
        zones[f"public-{name}"] = zone("subnet-tier", f"vpc-{name}", access="public", cidrs=cidrs)
        zones[f"private-{name}"] = zone("subnet-tier", f"vpc-{name}", access="private")
        zones[f"net-{name}"] = zone("network", "ocean", cidrs=[f"10.{number + 8}.0.0/16"])
        zones[f"droplet-{name}"] = zone(
            "droplet", f"net-{name}", instance_type="s-2vcpu-4gb", image="Ubuntu 24.04"
        )
        nodes[f"nat-{name}"] = node("nat-gateway", f"public-{name}")
        nodes[f"bucket-{name}"] = node("s3-bucket", name)
        nodes[f"db-{name}"] = node(
            "rds-postgresql", f"private-{name}", role="replica" if number else "primary"
        )
        nodes[f"app-{name}"] = node("app-server", f"droplet-{name}")
    nodes["balancer"] = node("do-load-balancer", "ocean", health_check={"path": "/"}, sticky_sessions=True)
    nodes["spaces"] = node("do-spaces", "ocean", cdn=True, versioning=True)
    nodes["pg"] = node("do-postgresql", "net-east", standby_nodes=1, engine_version="16")
    ends = [("balancer", "app-east"), ("balancer", "app-west"), ("app-east", "pg"), ("app-west", "pg")]
    return graph(
        "two-regions",
        zones=zones,
        nodes=nodes,
        peerings={
            "peering": {"network": "vpc-east", "peer": "vpc-west"},
            "peering-ocean": {"network": "net-east", "peer": "net-west"},
        },
        routes={"over": {"zone": "public-east", "destination": "10.1.0.0/16", "via": "peering"}},
        links={f"{one}-to-{two}": {"source": one, "target": two} for one, two in ends},
        replications={
            "db-copy": {"source": "db-east", "target": "db-west", "mode": "async"},
            "bucket-copy": {"source": "bucket-east", "target": "bucket-west", "mode": "async"},
        },
        **_firewalls(),
    )


def _firewalls() -> Fields:
    return {
        "security_groups": {"fw": {"firewall": True, "default_egress": "allow"}, "fw-west": {}},
        "rules": {
            "ssh": {"group": "fw", "direction": "ingress", "from_port": 22, "cidr": "203.0.113.0/24"},
            "all": {"group": "fw", "direction": "ingress", "protocol": "all", "peer_zone": "net-east"},
            "peer": {
                "group": "fw-west",
                "direction": "ingress",
                "from_port": 80,
                "to_port": 90,
                "peer_group": "fw",
            },
        },
        "attachments": {
            "fw-east": {"group": "fw", "target": "droplet-east"},
            "fw-on-west": {"group": "fw-west", "target": "droplet-west"},
        },
    }


def many_nodes(count: int) -> Graph:
    """A large topology of services, machines, databases, caches and buckets in equal parts."""
    kinds = (
        ("ecs-service", "cluster"),
        ("app-server", "app"),
        ("rds-postgresql", "data"),
        ("elasticache-redis", "data"),
    )
    places = (*kinds, ("s3-bucket", "ireland"))
    nodes = {
        f"part-{number}": node(*places[number % len(places)], max_instances=2) for number in range(count)
    }
    ports = {f"{key}-port": {"node": key, "number": 8080} for key in nodes}
    guarded = [key for key, one in nodes.items() if one["kind"] != "s3-bucket"]
    attachments = {f"on-{key}": {"group": "back", "target": key} for key in guarded}
    groups = {"security_groups": {"back": {"zone": "vpc"}}, "attachments": attachments}
    return graph("many", zones=_aws(), nodes=nodes, ports=ports, **groups)
