"""The target that writes the compose file of a development topology."""

from exporters.formats.compose import write
from exporters.formats.words import head, title
from exporters.formats.yaml import Path
from exporters.output import Output, output_of
from exporters.registry import target
from exporters.targets.compose.plan import Plan, plan, runs
from topologies.graph import Graph

FILE = "compose.yaml"
# Why an element of a section is in no compose file, where nothing more precise is known.
REST = {
    "zones": "all services share the one machine and network of Compose",
    "nodes": "it is nothing that a container on this machine could be",
    "ports": "its node is no service of the compose file",
    "security_groups": "Compose filters no packets between the services of one network",
    "rules": "Compose filters no packets between the services of one network",
    "attachments": "Compose filters no packets between the services of one network",
    "peerings": "Compose has one network here",
    "routes": "Compose does its own routing",
    "network_acls": "Compose filters no packets",
    "acl_entries": "Compose filters no packets",
    "links": "one of its ends is no service of the compose file",
    "replications": "one copy of the data is enough for development",
    "views": "a picture configures nothing",
}


def supports(graph: Graph) -> str | None:
    """Why a compose file makes no sense here, if it does not."""
    if graph.header.environment != "development":
        return f"it is for development on one machine, and this topology is for {graph.header.environment}"
    return (
        None
        if any(runs(graph, node) for node in graph.nodes.values())
        else "it has nothing to run in a container"
    )


@target("compose", label="Docker Compose", version=1, judged_by="docker-compose config", supports=supports)
def generate(graph: Graph) -> Output:
    """The services of a development topology for one machine: `compose.yaml`.

    The team's own code is built from the folder of its name beside the file; databases and caches are the official
    images at the stated version, with their settings, volumes and health checks. A service starts after those that
    it is linked to. Ports are published to the machine itself, and to the network only where the drawing says so.

    Passwords are read from files in `secrets/`, which belong in no repository. What a provider runs elsewhere is not
    imitated: give the application its address.
    """
    found = plan(graph)
    return output_of(
        graph,
        files={FILE: _text(graph, found)},
        covered=found.covered,
        skipped=found.skipped,
        rest=REST,
        notes=found.notes,
    )


def _text(graph: Graph, found: Plan) -> str:
    above: dict[Path, str] = {("services", key): title(graph.nodes[key]) for key in found.services}
    data = {
        "name": f"{graph.header.system}-{graph.header.slug}",
        "services": found.services,
        **({"volumes": dict.fromkeys(found.volumes)} if found.volumes else {}),
        **(
            {"secrets": {name: {"file": f"./secrets/{name}"} for name in found.secrets}}
            if found.secrets
            else {}
        ),
    }
    return write(data, remarks=[head(graph, "Compose file")], above=above)
