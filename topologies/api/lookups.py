"""What the views look up: only what the caller may see exists, and everything else is not found."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.contrib.auth.models import User
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from topologies import selectors
from topologies.models import Revision, Topology


@dataclass(frozen=True, slots=True)
class Approved:
    """The newest revision of a topology, without its document."""

    topology: Topology
    number: int
    sha256: str
    created: datetime

    def document(self) -> bytes:
        """The canonical bytes. By number: a newer revision may appear before they are read."""
        return selectors.revision_get(self.topology, self.number).document.encode()


def approved_state(topology: Topology) -> Approved | None:
    """What `selectors.topologies_for` found out about the newest revision; None before the first."""
    number, sha256, created = (
        getattr(topology, f"latest_{name}") for name in ("number", "sha256", "created")
    )
    return None if number is None else Approved(topology, number, sha256, created)


class TopologyView(APIView):
    """A view of one topology: its address begins with the slugs of system and topology."""

    request: Request

    @property
    def actor(self) -> User:
        """Who asks; the permission classes let nobody through who is not signed in."""
        return cast("User", self.request.user)

    def topology(self) -> Topology:
        """The topology that the address names, as `selectors.topologies_for` describes it.

        Raises:
            NotFound: there is none, or not for this caller.
        """
        return selectors.topology_get(
            user=self.actor,
            system_slug=self.kwargs["system"],
            topology_slug=self.kwargs["topology"],
        )

    def approved(self) -> Approved:
        """What is approved of it, without its document.

        Raises:
            NotFound: no such topology, or nothing of it is approved yet.
        """
        if approved := approved_state(self.topology()):
            return approved
        raise NotFound("The topology has no revision yet.")

    def revision(self) -> Revision:
        """The revision whose number the address names.

        Raises:
            NotFound: no such topology, or no such revision of it.
        """
        return selectors.revision_get(self.topology(), self.kwargs["number"])


def checked(sent: Serializer) -> dict[str, Any]:
    """What was sent, once it is right; a refusal that names each wrong field where it is not."""
    sent.is_valid(raise_exception=True)
    return dict(sent.validated_data)
