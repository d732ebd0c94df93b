"""The target that writes the Caddyfile of every Caddy."""

from exporters.formats.caddyfile import render
from exporters.output import Output, output_of
from exporters.registry import target
from exporters.targets.caddyfile.plan import Plan, plans
from exporters.targets.caddyfile.site import site
from topologies.graph import Fault, Faults, Graph
from topologies.kinds.nodes.caddy import Caddy

# Why an element of a section is in no Caddyfile, where nothing more precise is known.
REST = {
    "zones": "where a server stands is no matter of its Caddyfile",
    "nodes": "it is neither a Caddy nor behind one",
    "ports": "no Caddy listens on it or passes requests to it",
    "security_groups": "Caddy filters no packets",
    "rules": "Caddy filters no packets",
    "attachments": "Caddy filters no packets",
    "peerings": "Caddy does no routing",
    "routes": "Caddy does no routing",
    "network_acls": "Caddy filters no packets",
    "acl_entries": "Caddy filters no packets",
    "links": "it does not begin at a Caddy",
    "replications": "Caddy copies no data",
    "views": "a picture configures nothing",
}


def supports(graph: Graph) -> str | None:
    """Why a Caddyfile makes no sense here, if it does not."""
    return (
        None
        if any(isinstance(node.properties, Caddy) for node in graph.nodes.values())
        else "it has no Caddy"
    )


@target("caddyfile", label="Caddyfile", version=1, judged_by="caddy adapt, caddy fmt", supports=supports)
def generate(graph: Graph) -> Output:
    """The Caddyfile of every Caddy: `<key of the node>/Caddyfile`.

    Each has its sites with automatic TLS, compression, security headers and an access log, serves static files
    itself and passes everything else to the servers it is linked to: on the same host over localhost, elsewhere
    by the key of their node, which must resolve there. Several servers behind one Caddy share the load by their
    weights, and one that fails is left out for a while.

    Where no domain is stated the site listens on the stated port; set `SITE_ADDRESS` to the domain when starting
    Caddy and it obtains the certificate itself.
    """
    found = plans(graph)
    return output_of(
        graph,
        files={f"{plan.node.key}/Caddyfile": _text(graph, plan) for plan in found},
        covered=[key for plan in found for key in plan.covered],
        skipped={key: reason for plan in found for key, reason in plan.skipped.items()},
        rest=REST,
        notes=[f"{plan.node.key}: {note}" for plan in found for note in plan.notes],
    )


def _text(graph: Graph, plan: Plan) -> str:
    try:
        return render(site(graph.header, plan))
    except ValueError as error:
        raise Faults([Fault(plan.node.key, "properties", str(error))]) from None
