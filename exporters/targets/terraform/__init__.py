"""The target that writes Terraform for every provider that it knows."""

from exporters.output import Output, output_of
from exporters.registry import target
from exporters.targets.terraform.assemble import Account
from exporters.targets.terraform.builders import builders, subject
from exporters.targets.terraform.moves import moved
from exporters.targets.terraform.providers import PROVIDERS
from exporters.targets.terraform.site import Site
from topologies.graph import Graph

*_FIRST, _LAST = (one.label for one in PROVIDERS.values())
_NAMES = f"{', '.join(_FIRST)} or {_LAST}"

# Why an element of a section is in no file, where nothing more precise is known.
REST = {
    "ports": "no resource of a provider opens it; what listens on it does",
    "security_groups": "nothing it guards stands at a provider that this target generates",
    "rules": "its group is not generated",
    "attachments": "its target is not generated",
    "peerings": "its networks are not generated",
    "routes": "its subnet tier is not generated",
    "network_acls": "its subnet tier is not generated",
    "acl_entries": "its network ACL is not generated",
    "links": "declared traffic makes no resource here; what may pass is what the security groups allow",
    "replications": "no managed service makes this copy; what runs on the machines does",
    "views": "a picture configures nothing",
}


def supports(graph: Graph) -> str | None:
    """Why Terraform makes no sense here, if it does not."""
    site = Site(graph)
    elements = (*graph.zones.values(), *graph.nodes.values())
    return (
        None
        if any((site.provider(one), subject(one)) in builders() for one in elements)
        else f"nothing in it stands at {_NAMES}"
    )


@target(
    "terraform",
    label="Terraform",
    version=3,
    judged_by="terraform fmt, validate, test; Checkov",
    supports=supports,
    follow=moved,
)
def generate(graph: Graph) -> Output:
    """One root module of Terraform for everything at the providers that it knows, in files by concern.

    Resources bear the key of their element, tags bear its label, and a remark above each says where it was stated.
    What the design does not state and a provider must know - sizes, images, ranges - is a variable whose description
    names the element; secrets are variables too, or are made by the provider and never seen. Where the design is
    silent, storage is encrypted, databases are protected against deletion in production, and machines answer only
    version 2 of the metadata service.

    What has another address than in the bundle before is told in `moved.tf`, so that applying destroys nothing. Give
    each environment its own state; a backend is yours to add.
    """
    account = Account(Site(graph))
    account.add_all()
    return output_of(
        graph,
        files=account.files(),
        covered=account.covered,
        skipped={key: reason for key, reason in account.skipped.items() if key in graph.by_key},
        rest=REST,
        notes=account.notes,
    )
