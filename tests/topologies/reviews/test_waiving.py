"""New findings of a proposal are accepted by who had no hand in it, by REST as on its page."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.rest import caller, refusal
from tests.topologies.reviews.conftest import Desk
from topologies import reviews
from topologies.models import Proposal

HOLE = {
    "op": "add",
    "section": "rules",
    "key": "hole",
    "fields": {"group": "db-sg", "direction": "ingress", "from_port": 22, "cidr": "0.0.0.0/0"},
}


def waiving(desk: Desk, change: Proposal, who: str, **said: Any) -> Any:
    finding = reviews.judgement_of(change, timezone.localdate()).blocking[0]
    until = timezone.localdate() + timedelta(days=9)
    body = {"fingerprint": finding.fingerprint, "reason": "Until the move.", "expires": str(until), **said}
    return caller(desk.person(who)).post(f"/api/v1/topologies{desk.cast.address}waivers/", body)


def opened(desk: Desk, by: str) -> Proposal:
    reviews.policy_set(
        topology=desk.cast.topology,
        actor=desk.person("administrator"),
        minimum_approvals=1,
        gate="low",
        solo=False,
    )
    return desk.submit(HOLE, by=by)


def test_a_finding_that_a_merge_would_bring_is_waived_where_the_proposal_is_named(desk: Desk) -> None:
    proposal = opened(desk, "architect")
    before = len(desk.judged(proposal, timezone.localdate()).blocking)
    assert refusal(waiving(desk, proposal, "reviewer"), 400)["faults"][0]["field"] == "fingerprint"
    answer = waiving(desk, proposal, "reviewer", proposal=proposal.number, owner="administrator")
    assert (answer.status_code, answer.json()["owner"]) == (201, "administrator")
    assert len(desk.judged(proposal, timezone.localdate()).blocking) == before - 1


def test_not_by_who_made_the_change_nor_of_a_proposal_that_is_none(desk: Desk) -> None:
    proposal = opened(desk, "administrator")
    own = waiving(desk, proposal, "administrator", proposal=proposal.number)
    assert refusal(own, 409)["code"] == "own_proposal"
    refusal(waiving(desk, proposal, "reviewer", proposal=404), 404)
    refusal(waiving(desk, proposal, "architect", proposal=proposal.number), 403)
    refusal(waiving(desk, proposal, "reviewer", proposal=2**40), 400)
    assert not desk.cast.topology.waivers.exists()
