"""Static sites on Pages, with their names."""

from exporters.formats.hcl import Reference, Value, attributes
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.cloudflare.support import account_id, zone_of
from exporters.targets.terraform.parts import Parts, covered, note
from exporters.targets.terraform.repositories import branch, deployments, source
from exporters.targets.terraform.site import Site, asked, named, typed
from topologies.graph import Node
from topologies.kinds.nodes.cloudflare_pages import CloudflarePages
from topologies.kinds.nodes.source_host import SourceHost


@builds("cloudflare", "cloudflare-pages")
def pages(site: Site, node: Node) -> Parts:
    properties = typed(node, CloudflarePages)
    host = source(site, node)
    production = branch(node, host, properties.branch)
    body = attributes(
        account_id=account_id(site, node),
        name=named(node, r"[a-z0-9][a-z0-9-]*[a-z0-9]", 58),
        production_branch=production,
        build_config=_build(properties),
        source={"type": "github", "config": _config(node, host, properties, production)},
        deployment_configs=_settings(properties),
    )
    yield site.resource(node, "cloudflare_pages_project", *body)
    for number, domain in enumerate(properties.domains, 1):
        yield from _name(site, node, domain, f"_{number}")
    yield covered(node, *site.graph.ports_of.get(node.key, ()), *deployments(site, node))
    if properties.plan:
        yield note(
            node, f"the plan ({properties.plan}) is that of the account, and no setting of the project"
        )


def _build(properties: CloudflarePages) -> Value:
    stated = {
        "build_command": properties.build_command,
        "destination_dir": properties.output_directory.strip("/"),
        "root_dir": properties.root_directory.strip("/"),
    }
    return {name: text for name, text in stated.items() if text} or None


def _config(
    node: Node, host: Node | None, properties: CloudflarePages, production: Value
) -> dict[str, Value]:
    stated = properties.repository or (typed(host, SourceHost).repository if host else "")
    owner, _, name = stated.rpartition("/")
    config: dict[str, Value] = {
        "owner": owner or asked(host or node, "owner", "Owner of the repository"),
        "repo_name": name
        or asked(host or node, "repository_name", "Name of the repository, without its owner"),
        "production_branch": production,
    }
    if properties.auto_deploy is not None:
        config["production_deployments_enabled"] = properties.auto_deploy
    if properties.preview_deployments is not None:
        config["preview_deployment_setting"] = "all" if properties.preview_deployments else "none"
    return config


def _settings(properties: CloudflarePages) -> Value:
    plain: dict[str, Value] = {
        name: {"type": "plain_text", "value": text} for name, text in sorted(properties.environment.items())
    }
    return {"production": {"env_vars": plain}, "preview": {"env_vars": dict(plain)}} if plain else None


def _name(site: Site, node: Node, domain: str, suffix: str) -> Parts:
    project = Reference(f"cloudflare_pages_project.{node.key}.name")
    body = attributes(account_id=account_id(site, node), project_name=project, name=domain)
    yield site.resource(node, "cloudflare_pages_domain", *body, suffix=suffix)
    zone = zone_of(site, node, domain)
    if zone is None:
        yield note(node, f"{domain} needs a CNAME to the project, in whichever zone holds it")
        return
    target = Reference(f"cloudflare_pages_project.{node.key}.subdomain")
    record = attributes(zone_id=zone, name=domain, type="CNAME", content=target, ttl=1, proxied=True)
    yield site.resource(node, "cloudflare_dns_record", *record, suffix=suffix)
