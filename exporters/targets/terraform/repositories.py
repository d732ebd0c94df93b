"""Where the code of a node comes from: the source host that deploys to it, its repository and its branch."""

import re

from exporters.formats.hcl import Value
from exporters.targets.terraform.site import Site, asked, typed
from topologies.graph import Link, Node
from topologies.kinds.nodes.source_host import SourceHost

_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
_BRANCH = re.compile(r"[\w./-]+", re.ASCII)


def source(site: Site, node: Node) -> Node | None:
    """The source host whose pushes deploy the node."""
    links = site.graph.links_to.get(node.key, ())
    sources = (site.graph.nodes[link.source] for link in links if link.role == "deployment")
    return next((one for one in sources if one.kind == "source-host"), None)


def deployments(site: Site, node: Node) -> list[Link]:
    """The links by which its source host deploys it."""
    host = source(site, node)
    links = site.graph.links_to.get(node.key, ())
    return [link for link in links if host is not None and link.source == host.key]


def repository(node: Node, host: Node | None, stated: str = "") -> Value:
    """`owner/name`, as the node or its source host states it."""
    known = (stated, typed(host, SourceHost).repository if host else "")
    found = next((text for text in known if _REPOSITORY.fullmatch(text)), None)
    named = next((text for text in known if text), "")
    said = f" for {named}" if named else ""
    return found or asked(host or node, "repository", f"Repository{said} as owner/name")


def branch(node: Node, host: Node | None, stated: str) -> Value:
    branches = typed(host, SourceHost).branches if host else ()
    known = (stated, *(branches if len(branches) == 1 else ()))
    found = next((text for text in known if _BRANCH.fullmatch(text)), None)
    return found or asked(node, "branch", "Branch that is deployed")
