"""The target that writes the .rr.yaml of every RoadRunner."""

from exporters.formats.yaml import render
from exporters.output import Output, output_of
from exporters.registry import target
from exporters.targets.roadrunner.config import Plan, plans
from topologies.graph import Graph, Header
from topologies.kinds.nodes.roadrunner import RoadRunner

# Why an element of a section is in no .rr.yaml, where nothing more precise is known.
REST = {
    "zones": "where a server stands is no matter of its .rr.yaml",
    "nodes": "it is no RoadRunner",
    "ports": "no RoadRunner listens on it",
    "security_groups": "RoadRunner filters no packets",
    "rules": "RoadRunner filters no packets",
    "attachments": "RoadRunner filters no packets",
    "peerings": "RoadRunner does no routing",
    "routes": "RoadRunner does no routing",
    "network_acls": "RoadRunner filters no packets",
    "acl_entries": "RoadRunner filters no packets",
    "links": "the workers' own code makes and accepts its connections",
    "replications": "RoadRunner copies no data",
    "views": "a picture configures nothing",
}


def supports(graph: Graph) -> str | None:
    """Why a .rr.yaml makes no sense here, if it does not."""
    found = any(isinstance(node.properties, RoadRunner) for node in graph.nodes.values())
    return None if found else "it has no RoadRunner"


@target(
    "roadrunner",
    label="RoadRunner",
    version=1,
    judged_by="the JSON schema of RoadRunner 2025.1, unknown keys refused",
    supports=supports,
)
def generate(graph: Graph) -> Output:
    """The configuration of every RoadRunner: `<key of the node>/.rr.yaml`.

    It says what starts a worker, where HTTP listens and with which middleware, how many workers the pool has and
    when one is replaced, what may not be uploaded, where metrics are read, and how it logs. The address is that
    of the port as drawn.

    Limits of workers stand under `http.pool.supervisor`: a `limits` section, as older examples have it, is not
    read by RoadRunner any more.
    """
    found = plans(graph)
    return output_of(
        graph,
        files={f"{plan.node.key}/.rr.yaml": _text(graph.header, plan) for plan in found},
        covered=[key for plan in found for key in plan.covered],
        rest=REST,
        notes=[f"{plan.node.key}: {note}" for plan in found for note in plan.notes],
    )


def _text(header: Header, plan: Plan) -> str:
    named = f"{header.system}/{header.slug}: {plan.node.key}"
    label = f" ({plan.node.label})" if plan.node.label else ""
    source = f", stated in {plan.node.stated_in}" if plan.node.stated_in else ""
    return render(plan.config, remarks=[named + label + source])
