"""What a proposal holds, and the digest that approvals are bound to."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from exporters.registry import targets
from topologies import live
from topologies.computed import kept, recalled, rules_version, version_of
from topologies.documents import dump, encode, loads
from topologies.graph import Graph
from topologies.models import Draft, Proposal


@dataclass(frozen=True)
class Content:
    """The proposal as it is now: its document, and the digest of everything that an approval approves."""

    document: str
    digest: str
    read: Callable[[], Graph] = field(repr=False, compare=False)

    @cached_property
    def graph(self) -> Graph:
        """Read when somebody asks: what was worked out from it before is kept by the digest."""
        return self.read()


def content_of(proposal: Proposal) -> Content:
    """The content of the proposal's draft; of a merged proposal that of its revision."""
    if proposal.merged:
        document = proposal.merged.document
        return Content(document, digest_of(document, proposal), lambda: loads(document))
    document, read = _drafted(proposal.draft)
    return Content(document, digest_of(document, proposal), read)


def _drafted(draft: Draft) -> tuple[str, Callable[[], Graph]]:
    """The document of the draft as it is now, and what reads its graph."""
    version, stamp = Draft.objects.values_list("version", "stamp").get(pk=draft.pk)
    document: str | None = recalled(_key(stamp))
    if document is not None:
        known = document
        return known, lambda: live.graph_at(draft, version, stamp, lambda: loads(known))
    state = live.state_of(draft)  # of this moment: newer than the stamp, perhaps
    return kept(_key(state.stamp), lambda: encode(dump(state.graph)).decode()), lambda: state.graph


def _key(stamp: UUID) -> str:
    return f"document:{version_of(('graph', 'kinds'))}:{stamp}"


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
