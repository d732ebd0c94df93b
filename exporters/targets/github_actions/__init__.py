"""The target that writes the workflow which tests, builds and deploys a topology."""

from exporters.formats.words import head
from exporters.formats.workflow import write
from exporters.output import Output, output_of
from exporters.registry import target
from exporters.targets.github_actions.jobs import remarks, workflow
from exporters.targets.github_actions.plan import plan, units
from topologies.graph import Graph

# Why an element of a section is in no workflow, where nothing more precise is known.
REST = {
    "zones": "a workflow brings code and makes no places",
    "nodes": "no code of the team is deployed to it",
    "ports": "a workflow opens no ports",
    "security_groups": "a workflow filters no packets",
    "rules": "a workflow filters no packets",
    "attachments": "a workflow filters no packets",
    "peerings": "a workflow does no routing",
    "routes": "a workflow does no routing",
    "network_acls": "a workflow filters no packets",
    "acl_entries": "a workflow filters no packets",
    "links": "no code is deployed over it",
    "replications": "a workflow copies no data",
    "views": "a picture configures nothing",
}


def supports(graph: Graph) -> str | None:
    """Why a workflow makes no sense here, if it does not."""
    every = units(graph)
    if not every:
        return "nothing says that code is deployed from GitHub to any of it"
    ways = any(unit.way != "none" for unit in every)
    return None if ways else "code is deployed from GitHub, but how it gets to where it runs is not stated"


@target(
    "github-actions", label="GitHub Actions", version=1, judged_by="actionlint, shellcheck", supports=supports
)
def generate(graph: Graph) -> Output:
    """The workflow that tests, builds and deploys: `.github/workflows/deploy-<topology>.yml`.

    It starts at a push to the stated branch. What is deployed, and how, follows from where a node runs:

    - ECS: the image goes to ECR; a new task definition replaces the running one, and the old one comes back where the
      service does not become stable.
    - Auto scaling groups behind a load balancer: the group that stands by is renewed, checked, and gets the traffic.
    - Railway: `railway up`; of a blue and a green service the one that stands by is deployed, checked, and switched to.
    - A machine: the stated steps run over SSH; where the health check fails, the commit before is brought back.

    A blue-green workflow can be started by hand to go back to the version before. Roles, addresses and names of the
    account are variables of the GitHub environment; secrets are secrets of it. No text of the drawing is part of a
    script: scripts read it from their environment.
    """
    found = plan(graph)
    path = f".github/workflows/deploy-{graph.header.slug}.yml"
    text = write(
        workflow(graph, found), remarks=[head(graph, "Tests, build and deployment")], above=remarks(found)
    )
    return output_of(
        graph,
        files={path: text},
        covered=found.covered,
        skipped=found.skipped,
        rest=REST,
        notes=dict.fromkeys(found.notes),
    )
