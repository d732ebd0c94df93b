"""The target that writes Railway's config as code: one railway.json a service."""

from exporters.formats.json import render
from exporters.output import Output, output_of
from exporters.registry import target
from exporters.targets.railway.plan import plan, services
from topologies.graph import Graph

# Why an element of a section is in no railway.json, where nothing more precise is known.
REST = {
    "zones": "railway.json knows services alone; projects and environments are made by hand or by Terraform",
    "nodes": "it is no service of Railway that is built from a repository",
    "ports": "Railway tells a service its port by the variable PORT; railway.json holds no variables",
    "security_groups": "Railway filters no packets between the services of a project",
    "rules": "Railway filters no packets between the services of a project",
    "attachments": "Railway filters no packets between the services of a project",
    "peerings": "Railway has one private network for each environment",
    "routes": "Railway does its own routing",
    "network_acls": "Railway filters no packets between the services of a project",
    "acl_entries": "Railway filters no packets between the services of a project",
    "links": "services find each other by variables, which railway.json does not hold",
    "replications": "railway.json copies no data",
    "views": "a picture configures nothing",
}


def supports(graph: Graph) -> str | None:
    """Why railway.json makes no sense here, if it does not."""
    return None if services(graph) else "nothing of it is built and run by Railway"


@target("railway", label="Railway", version=1, judged_by="the facts of Railway's schema", supports=supports)
def generate(graph: Graph) -> Output:
    """Railway's config as code, for every service that Railway builds: `<topology>/<service>/railway.json`.

    Put the file into the repository and name its path in the service's settings; it wins over what the settings say.
    Each environment is a topology with files of its own, so one repository holds them all. A blue and a green slot
    are two services: the domain is what moves between them.

    Variables are no part of railway.json: set those that the notes name in the service, and seal the secrets.
    """
    found = plan(graph)
    return output_of(
        graph,
        files={
            f"{graph.header.slug}/{key}/railway.json": render(config)
            for key, config in found.services.items()
        },
        covered=found.covered,
        skipped=found.skipped,
        rest=REST,
        notes=found.notes,
    )
