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


def digest_now(proposal: Proposal) -> str:
    """The digest of the content, without the content where it was asked for before."""
    if proposal.merged:
        return content_of(proposal).digest
    known = kept(f"sha256:{proposal.draft.stamp}", lambda: _sha256(content_of(proposal).document))
    return _bound(known, proposal)


def digest_of(document: str, proposal: Proposal) -> str:
    """SHA-256 over the document, the decisions about clashes, the rules and the generators: an approval says that all
    of these were seen together."""
    return _bound(_sha256(document), proposal)


def _sha256(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()


def _bound(document: str, proposal: Proposal) -> str:
    versions = ",".join(f"{one.slug}:{one.version}" for one in targets().values())
    decisions = json.dumps(proposal.decisions, sort_keys=True)
    parts = (document, decisions, rules_version(), versions)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def base_of(proposal: Proposal) -> Graph | None:
    """The graph of the revision that the proposal grew out of."""
    return loads(proposal.draft.base.document) if proposal.draft.base else None
