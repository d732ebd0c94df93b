"""Proposals of a small topology as tests of their pages make them."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.builders import topology as built
from tests.cast import Cast, assembled
from topologies import reviews
from topologies.models import Proposal
from topologies.operations import parse_operations
from topologies.services import draft_edit

OPENING = {
    "op": "add",
    "section": "rules",
    "key": "hole",
    "fields": {"group": "db-sg", "direction": "ingress", "from_port": 22, "cidr": "0.0.0.0/0"},
}


def label(key: str, text: str) -> dict[str, Any]:
    return {"op": "update", "key": key, "fields": {"label": text}}


@pytest.fixture
def cast(db: None) -> Cast:
    return assembled(
        built(
            draw="internet -> lb:443 -> app:8080 -> db:5432",
            zones={
                "vpc": {"network": ["10.0.0.0/16"]},
                "public": {"public": {"a": "10.0.1.0/24"}, "in": "vpc", "holds": ["lb"]},
                "private": {"private": {"a": "10.0.11.0/24"}, "in": "vpc", "holds": ["app", "db"]},
            },
            groups={"db-sg": {"on": ["db"], "in": ["tcp 5432 from 10.0.0.0/16"]}},
        )
    )


def edit(cast: Cast, proposal: Proposal, *operations: dict[str, Any], by: str = "architect") -> None:
    proposal.draft.refresh_from_db()
    draft_edit(
        draft=proposal.draft,
        actor=cast.people[by],
        base_version=proposal.draft.version,
        operations=parse_operations(list(operations)),
        request_id=str(uuid4()),
    )


def submitted(
    cast: Cast, *operations: dict[str, Any], by: str = "architect", title: str = "Change"
) -> Proposal:
    person = cast.people[by]
    proposal = reviews.proposal_open(topology=cast.topology, actor=person, title=title, why="Because.")
    edit(cast, proposal, *operations, by=by)
    return reviews.proposal_submit(proposal=proposal, actor=person)


def at(cast: Cast, proposal: Proposal, rest: str = "") -> str:
    return f"{cast.address}proposals/{proposal.number}/{rest}"


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.getvalue().decode()


def vote(client: Client, cast: Cast, proposal: Proposal, verdict: str = "approve", **said: str):
    return client.post(at(cast, proposal, "vote/"), {"verdict": verdict, "text": "Why.", **said})
