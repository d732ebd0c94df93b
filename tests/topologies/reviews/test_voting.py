"""Approvals: who gives them, what they are bound to, and what a policy asks for."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied

from tests.topologies.reviews.conftest import TODAY, Desk, label
from topologies import reviews
from topologies.computed import findings_of
from topologies.graph import Faults
from topologies.models import Membership, Revision, Role
from topologies.services import waiver_grant
from topologies.services.errors import Refused

OPENING = {
    "op": "add",
    "section": "rules",
    "key": "hole",
    "fields": {"group": "db-sg", "direction": "ingress", "from_port": 22, "cidr": "0.0.0.0/0"},
}


def test_a_change_is_merged_once_somebody_else_approved_it(desk: Desk) -> None:
    proposal = desk.submit(label("app", "One"))
    with pytest.raises(reviews.NotApproved):
        desk.merge(proposal)
    desk.vote(proposal)
    revision = desk.merge(proposal)
    assert revision.number == 2
    assert '"One"' in revision.document
    proposal.refresh_from_db()
    assert (proposal.state, proposal.merged) == ("merged", revision)


@pytest.mark.parametrize(
    "operation",
    [
        label("db", "Two"),
        {"op": "update", "key": "app", "fields": {"max_instances": 3}},
        {"op": "configure", "fields": {"objectives": {"rto_seconds": 60}}},
        {"op": "remove", "key": "db-sg"},
        {"op": "add", "section": "views", "key": "mine", "fields": {}},
    ],
    ids=lambda operation: operation["op"],
)
def test_any_edit_voids_an_approval_and_clients_still_get_the_old_bytes(desk: Desk, operation: dict) -> None:
    proposal = desk.submit(label("app", "One"))
    desk.vote(proposal)
    desk.edit(proposal, operation, by="administrator")
    with pytest.raises(reviews.NotApproved):
        desk.merge(proposal)
    assert Revision.objects.get() == desk.cast.revision
    standing = desk.judged(proposal).standing
    assert [vote.reviewer.username for vote in standing.outdated] == ["reviewer"]
    assert not standing.approvals


def test_an_edit_that_is_taken_back_leaves_the_approval_good(desk: Desk) -> None:
    proposal = desk.submit(label("app", "One"))
    desk.vote(proposal)
    desk.edit(proposal, label("db", "Two"), by="administrator")
    desk.edit(proposal, label("db", ""), by="administrator")
    assert desk.judged(proposal).standing.approved


@pytest.mark.parametrize("who", ["viewer", "architect"])
def test_who_is_no_reviewer_does_not_vote(desk: Desk, who: str) -> None:
    proposal = desk.submit(label("app", "One"), by="administrator")
    with pytest.raises(PermissionDenied):
        desk.vote(proposal, by=who)


def test_nobody_approves_their_own_change_nor_one_they_had_a_hand_in(desk: Desk) -> None:
    own = desk.submit(label("app", "One"), by="administrator")
    with pytest.raises(reviews.OwnProposal):
        desk.vote(own, by="administrator")
    helped = desk.submit(label("app", "Two"))
    desk.edit(helped, label("db", "Three"), by="administrator")
    with pytest.raises(reviews.OwnProposal):
        desk.vote(helped, by="administrator")


def test_an_approval_ends_when_its_reviewer_has_a_hand_in_the_change(desk: Desk) -> None:
    proposal = desk.submit(label("app", "One"))
    desk.vote(proposal, by="administrator")
    desk.edit(proposal, label("db", "Two"), by="administrator")
    desk.edit(proposal, label("db", ""), by="administrator")
    assert not desk.judged(proposal).standing.approved


@pytest.mark.parametrize("verdict", ["approve", "request changes"])
def test_the_word_of_who_may_no_longer_vote_ends_with_the_role(desk: Desk, verdict: str) -> None:
    proposal = desk.submit(label("app", "One"))
    desk.vote(proposal, verdict)
    Membership.objects.filter(user=desk.person("reviewer")).update(role=Role.VIEWER)
    standing = desk.judged(proposal).standing
    assert (standing.approvals, standing.objections, standing.word) == ((), (), "in review")


def test_a_request_for_changes_holds_until_the_same_person_approves(desk: Desk) -> None:
    proposal = desk.submit(label("app", "One"))
    desk.vote(proposal, "request changes")
    desk.vote(proposal, by="administrator")
    assert desk.judged(proposal).standing.word == "changes requested"
    desk.edit(proposal, label("app", "Better"))
    assert "reviewer asks for changes." in desk.judged(proposal).standing.missing
    desk.vote(proposal)
    assert desk.judged(proposal).standing.word == "approved"


def test_a_vote_on_what_is_no_longer_there_is_refused(desk: Desk) -> None:
    proposal = desk.submit(label("app", "One"))
    seen = desk.judged(proposal).content.digest
    desk.edit(proposal, label("app", "Two"))
    with pytest.raises(reviews.WrongState):
        reviews.vote_cast(proposal=proposal, actor=desk.person("reviewer"), verdict="approve", digest=seen)


def test_asking_for_changes_needs_words(desk: Desk) -> None:
    with pytest.raises(Faults):
        desk.vote(desk.submit(label("app", "One")), "request changes", text=" ")


# --- policies ----------------------------------------------------------------------------------------------------


def policy(desk: Desk, **said) -> None:
    values = {"minimum_approvals": 1, "gate": "high", "solo": False} | said
    reviews.policy_set(topology=desk.cast.topology, actor=desk.person("administrator"), **values)


def test_a_topology_may_ask_for_two_approvals(desk: Desk) -> None:
    policy(desk, minimum_approvals=2)
    proposal = desk.submit(label("app", "One"))
    desk.vote(proposal)
    assert desk.judged(proposal).standing.missing == ("1 more approval is needed.",)
    desk.vote(proposal, by="administrator")
    desk.merge(proposal)


def test_solo_is_said_explicitly(desk: Desk) -> None:
    policy(desk, solo=True)
    assert desk.merge(desk.submit(label("app", "One"))).number == 2


@pytest.mark.parametrize(
    ("field", "value"), [("minimum_approvals", 0), ("minimum_approvals", 21), ("gate", "none")]
)
def test_a_policy_that_means_nothing_is_refused_by_field(desk: Desk, field: str, value: object) -> None:
    with pytest.raises(Faults) as refused:
        policy(desk, **{field: value})
    assert [fault.field for fault in refused.value.faults] == [field]


def owned(desk: Desk, group: str = "dba", **what: str) -> None:
    Group.objects.get_or_create(name=group)
    reviews.ownership_add(
        topology=desk.cast.topology, actor=desk.person("administrator"), group=group, **what
    )


@pytest.mark.parametrize(
    ("what", "operation", "asked"),
    [
        ({"kind": "postgresql"}, label("db", "Two"), True),
        ({"kind": "postgresql"}, label("app", "Two"), False),
        ({"kind": "postgresql"}, {"op": "remove", "key": "db"}, True),
        ({"section": "security_groups"}, OPENING, True),
        ({"section": "security_groups"}, label("app", "Two"), False),
        ({"zone": "private"}, label("app", "Two"), True),
        ({"zone": "vpc"}, label("app", "Two"), True),
        ({"zone": "public"}, label("app", "Two"), False),
        ({"section": "ports", "kind": "postgresql"}, label("db-5432", "Two"), True),
    ],
)
def test_owners_are_asked_for_what_they_own(desk: Desk, what: dict, operation: dict, asked: bool) -> None:
    owned(desk, **what)
    proposal = desk.submit(operation)
    desk.vote(proposal)
    missing = desk.judged(proposal).standing.missing
    assert bool(missing) == asked
    desk.person("reviewer").groups.add(Group.objects.get(name="dba"))
    assert desk.judged(proposal).standing.approved


# --- the gate ----------------------------------------------------------------------------------------------------


def test_a_new_finding_at_the_gate_stops_the_merge(desk: Desk) -> None:
    proposal = desk.submit(OPENING)
    desk.vote(proposal)
    policy(desk, gate="low")
    blocking = desk.judged(proposal).blocking
    assert blocking
    with pytest.raises(reviews.GateClosed) as refused:
        desk.merge(proposal)
    assert refused.value.findings == blocking


def test_a_finding_that_was_there_before_stops_nobody(desk: Desk) -> None:
    policy(desk, gate="low")
    known = findings_of(desk.cast.revision.sha256)
    proposal = desk.submit(label("app", "One"))
    desk.vote(proposal)
    assert known
    assert desk.merge(proposal).number == 2


def test_a_waiver_that_ran_out_closes_the_gate_that_day(desk: Desk) -> None:
    policy(desk, gate="low")
    finding = next(one for one in findings_of(desk.cast.revision.sha256) if one.verdict == "fail")
    waiver_grant(
        topology=desk.cast.topology,
        actor=desk.person("reviewer"),
        fingerprint=finding.fingerprint,
        reason="Known.",
        expires=TODAY + timedelta(days=3),
        today=TODAY,
    )
    proposal = desk.submit(label("app", "One"))
    desk.vote(proposal)
    assert not desk.judged(proposal, TODAY + timedelta(days=2)).blocking
    with pytest.raises(Refused):
        desk.merge(proposal, today=TODAY + timedelta(days=3))
    desk.merge(proposal, today=TODAY + timedelta(days=2))
