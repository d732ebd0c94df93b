"""What the views look up: only what the caller may see exists, and everything else is not found."""

from functools import lru_cache
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.views import APIView

from topologies.documents import loads
from topologies.graph import Graph
from topologies.models import Revision, Topology


def visible_topologies(user: Any) -> QuerySet[Topology]:
    """The topologies of every system the person is a member of, with their newest revision's number, digest and
    date, in one query."""
    newest = Revision.objects.filter(topology=OuterRef("pk")).order_by("-number")
    return (
        Topology.objects.filter(system__memberships__user=user)
        .select_related("system")
        .annotate(
            revision=Subquery(newest.values("number")[:1]),
            sha256=Subquery(newest.values("sha256")[:1]),
            approved=Subquery(newest.values("created")[:1]),
        )
        .order_by("system__slug", "slug")
    )


class TopologyView(APIView):
    """A view of one topology: its address begins with the slugs of system and topology."""

    request: Request

    def topology(self) -> Topology:
        """The topology that the address names.

        Raises:
            NotFound: there is none, or not for this caller.
        """
        found = visible_topologies(self.request.user).filter(
            system__slug=self.kwargs["system"], slug=self.kwargs["topology"]
        )
        if topology := found.first():
            return topology
        raise NotFound("There is no such topology.")

    def newest_revision(self) -> Revision:
        """The approved state.

        Raises:
            NotFound: no such topology, or nothing of it is approved yet.
        """
        revision = self.topology().revisions.order_by("-number").first()
        if revision is None:
            raise NotFound("The topology has no revision yet.")
        return revision


def graph_of(revision: Revision) -> Graph:
    """The graph of an approved state. Revisions never change, so a few are kept ready."""
    return _graph(revision.sha256, revision.document)


@lru_cache(maxsize=4)
def _graph(sha256: str, document: str) -> Graph:
    return loads(document)
