"""What reviewing answers when it will not do what was asked."""

from collections.abc import Sequence
from typing import Any

from topologies.operations.merging import Clash
from topologies.services.errors import Refused
from topologies.validation import Finding


class WrongState(Refused):
    """The proposal is in a state from which nothing leads there."""


class OwnProposal(Refused):
    """Nobody approves what they changed themselves."""


class NotApproved(Refused):
    """The topology's policy asks for more; `reasons` say what."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(self.reasons))


class ClashesOpen(Refused):
    """The change and a revision that came meanwhile clash, and nobody has decided."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        self.clashes = tuple(clashes)
        super().__init__(
            f"{len(self.clashes)} clashes with the newest revision are open: {self.clashes[0].message}"
        )

    def told(self) -> dict[str, Any]:
        return {"clashes": [{"id": one.id, "message": one.message} for one in self.clashes]}


class GateClosed(Refused):
    """The merged topology has new findings that its gate does not let through."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        first = self.findings[0]
        super().__init__(f"{len(self.findings)} new findings stop the merge: {first.code}, {first.message}")

    def told(self) -> dict[str, Any]:
        words = ("code", "severity", "fingerprint", "message")
        return {"findings": [{word: getattr(one, word) for word in words} for one in self.findings]}
