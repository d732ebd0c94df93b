"""What a proposal holds, and the digest that approvals are bound to."""

import hashlib
import json
from dataclasses import dataclass

from exporters.registry import targets
from topologies import live
from topologies.computed import kept, rules_version
from topologies.documents import dump, encode, loads
from topologies.graph import Graph
from topologies.models import Proposal


@dataclass(frozen=True, slots=True)
class Content:
    """The proposal as it is now: its graph, its document, and the digest of everything that an approval approves."""

    graph: Graph
    document: str
    digest: str


def content_of(proposal: Proposal) -> Content:
    """The content of the proposal's draft; of a merged proposal that of its revision."""
    if proposal.merged:
        document = proposal.merged.document
        return Content(loads(document), document, digest_of(document, proposal))
    state = live.state_of(proposal.draft)
    document = kept(f"document:{state.stamp}", lambda: encode(dump(state.graph)).decode())
    return Content(state.graph, document, digest_of(document, proposal))


def digest_of(document: str, proposal: Proposal) -> str:
    """SHA-256 over the document, the decisions about clashes, the rules and the generators: an approval says that all
    of these were seen together."""
    versions = ",".join(f"{one.slug}:{one.version}" for one in targets().values())
    decisions = json.dumps(proposal.decisions, sort_keys=True)
    parts = (hashlib.sha256(document.encode()).hexdigest(), decisions, rules_version(), versions)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def base_of(proposal: Proposal) -> Graph | None:
    """The graph of the revision that the proposal grew out of."""
    return loads(proposal.draft.base.document) if proposal.draft.base else None
