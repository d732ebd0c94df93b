"""Sites: a project, its names and its settings."""

import re

from exporters.formats.hcl import Reference, Value, attributes
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Parts, covered, note
from exporters.targets.terraform.repositories import branch, deployments, repository, source
from exporters.targets.terraform.site import Site, asked, named, typed
from topologies.graph import Node
from topologies.kinds.nodes.vercel_site import VercelSite

_NAME = r"[a-z0-9][a-z0-9._-]*"
_FRAMEWORKS = {
    "next": "nextjs", "nuxt": "nuxtjs", "vite": "vite", "gatsby": "gatsby", "astro": "astro", "remix": "remix",
    "sveltekit": "sveltekit-1", "angular": "angular", "hugo": "hugo", "eleventy": "eleventy", "docusaurus": "docusaurus-2",
}  # fmt: skip


@builds("vercel", "vercel-site")
def site_project(site: Site, node: Node) -> Parts:
    properties = typed(node, VercelSite)
    body = attributes(
        name=named(node, _NAME, 100),
        framework=_framework(node, properties.framework),
        build_command=properties.build_command or None,
        output_directory=properties.output_directory.strip("/") or None,
        root_directory=properties.root_directory.strip("/") or None,
        git_repository=_repository(site, node, properties),
        preview_deployments_disabled=_not(properties.preview_deployments),
        resource_config=_functions(node, properties),
    )
    yield site.resource(node, "vercel_project", *body)
    project = attributes(project_id=Reference(f"vercel_project.{node.key}.id"))
    for number, domain in enumerate(properties.domains, 1):
        name = attributes(domain=domain)
        yield site.resource(node, "vercel_project_domain", *project, *name, suffix=f"_{number}")
    if properties.environment:
        variables = [_variable(key, value) for key, value in sorted(properties.environment.items())]
        settings = attributes(variables=variables)
        yield site.resource(node, "vercel_project_environment_variables", *project, *settings)
    yield covered(node, *site.graph.ports_of.get(node.key, ()), *deployments(site, node))
    yield from _remarks(node, properties)


def _framework(node: Node, stated: str) -> Value:
    """Vercel's own word for it: the first word of the stated one decides."""
    word = re.match(r"[A-Za-z]*", stated.replace("Next.js", "next"))
    return _FRAMEWORKS.get(word[0].lower()) if word else None


def _repository(site: Site, node: Node, properties: VercelSite) -> dict[str, Value]:
    host = source(site, node)
    return {
        "type": "github",
        "repo": repository(node, host, properties.repository),
        "production_branch": branch(node, host, properties.branch),
    }


def _functions(node: Node, properties: VercelSite) -> Value:
    stated = properties.functions_region
    if not stated:
        return None
    known = bool(re.fullmatch(r"[a-z]{3}\d", stated))
    region: Value = stated if known else asked(node, "functions_region", f"Code of region {stated}")
    return {"function_default_regions": [region]}


def _not(stated: bool | None) -> bool | None:
    return None if stated is None else not stated


def _variable(key: str, value: str) -> dict[str, Value]:
    """A plain setting of every deployment; what is secret is no setting of the design."""
    return {"key": key, "value": value, "target": ["production", "preview"], "sensitive": False}


def _remarks(node: Node, properties: VercelSite) -> Parts:
    if properties.auto_deploy is False:
        yield note(node, "Vercel builds on every push once the repository is connected")
    if properties.plan:
        yield note(node, f"the plan ({properties.plan}) is that of the team, and no setting of the project")
