"""A topology under review, and the people around it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User

from tests.builders import topology
from tests.cast import Cast, assembled
from topologies import reviews
from topologies.graph import Graph
from topologies.models import Proposal, Revision
from topologies.operations import parse_operations
from topologies.services import Edit, draft_edit

TODAY = date(2030, 5, 1)


@dataclass(frozen=True)
class Desk:
    """Short words for what people do."""

    cast: Cast

    def person(self, name: str) -> User:
        return self.cast.people[name]

    def propose(self, *operations: dict[str, Any], by: str = "architect", title: str = "Change") -> Proposal:
        proposal = reviews.proposal_open(topology=self.cast.topology, actor=self.person(by), title=title)
        self.edit(proposal, *operations, by=by)
        return proposal

    def edit(self, proposal: Proposal, *operations: dict[str, Any], by: str = "architect") -> Edit:
        proposal.draft.refresh_from_db()
        return draft_edit(
            draft=proposal.draft,
            actor=self.person(by),
            base_version=proposal.draft.version,
            operations=parse_operations(list(operations)),
            request_id=str(uuid4()),
        )

    def submit(self, *operations: dict[str, Any], by: str = "architect") -> Proposal:
        proposal = self.propose(*operations, by=by)
        return reviews.proposal_submit(proposal=proposal, actor=self.person(by))

    def vote(
        self, proposal: Proposal, verdict: str = "approve", by: str = "reviewer", text: str = "Why."
    ) -> Any:
        return reviews.vote_cast(proposal=proposal, actor=self.person(by), verdict=verdict, text=text)

    def merge(self, proposal: Proposal, by: str = "architect", today: date = TODAY) -> Revision:
        return reviews.proposal_merge(proposal=proposal, actor=self.person(by), today=today)

    def judged(self, proposal: Proposal, today: date = TODAY) -> reviews.Judgement:
        return reviews.judgement_of(Proposal.objects.get(pk=proposal.pk), today)


def label(key: str, text: str) -> dict[str, Any]:
    return {"op": "update", "key": key, "fields": {"label": text}}


def small() -> Graph:
    return topology(
        draw="internet -> lb:443 -> app:8080 -> db:5432",
        zones={
            "vpc": {"network": ["10.0.0.0/16"]},
            "public": {"public": {"a": "10.0.1.0/24"}, "in": "vpc", "holds": ["lb"]},
            "private": {"private": {"a": "10.0.11.0/24"}, "in": "vpc", "holds": ["app", "db"]},
        },
        groups={"db-sg": {"on": ["db"], "in": ["tcp 5432 from 10.0.0.0/16"]}},
    )


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk(assembled(small()))
