"""The policy of a topology on its page, who owns what, and the way back to an older revision."""

import pytest
from django.contrib.auth.models import Group

from tests.cast import Cast, alone
from tests.topologies.pages.proposing import at, cast, label, submitted, text

__all__ = ["cast"]  # a fixture


def test_administrators_set_the_policy_and_others_read_it(cast: Cast, seen_by) -> None:
    address = f"{cast.address}policy/"
    said = {"minimum_approvals": "2", "gate": "low", "mode": "review"}
    assert seen_by("architect").post(address, said).status_code == 403
    assert seen_by("administrator").post(address, said).status_code == 302
    assert "<dt>Approvals, at least</dt><dd>2</dd>" in text(seen_by("viewer"), address)
    seen_by("administrator").post(address, {**said, "mode": "solo"})
    assert "Solo" in text(seen_by("viewer"), address)


@pytest.mark.parametrize(
    ("field", "value"),
    [("minimum_approvals", "0"), ("minimum_approvals", "²"), ("minimum_approvals", ""), ("gate", "none")],
)
def test_a_policy_that_means_nothing_is_refused_by_field(cast: Cast, seen_by, field: str, value: str) -> None:
    said = {"minimum_approvals": "2", "gate": "low", "mode": "review", field: value}
    answer = seen_by("administrator").post(f"{cast.address}policy/", said)
    assert answer.status_code == 422
    assert f"{field} must be" in answer.content.decode()


def test_owners_are_named_and_removed(cast: Cast, seen_by) -> None:
    Group.objects.create(name="dba")
    administrator = seen_by("administrator")
    address = f"{cast.address}policy/owners/"
    assert administrator.post(address, {"group": "dba"}).status_code == 422
    for wrong in (
        {"group": "no\x00body"},
        {"group": "nobody"},
        {"zone": "z" * 99},
        {"zone": "a\x00"},
        {"kind": "\x00"},
    ):
        said = {"group": "dba", "section": "nodes", **wrong}
        assert administrator.post(address, said).status_code == 422
    administrator.post(address, {"group": "dba", "kind": "postgresql", "zone": "private"})
    assert "<strong>dba</strong> owns everything" in text(seen_by("viewer"), f"{cast.address}policy/")
    one = cast.topology.ownerships.get()
    assert administrator.post(f"{address}{one.pk}/remove/").status_code == 302
    assert not cast.topology.ownerships.exists()


def test_a_revert_is_a_proposal_that_brings_the_old_digest_back(cast: Cast, seen_by) -> None:
    alone(cast.topology)
    first = submitted(cast, label("app", "One"))
    architect = seen_by("architect")
    architect.post(at(cast, first, "merge/"))
    assert "Propose to revert" in text(architect, f"{cast.address}revisions/")
    assert "Propose to revert" not in text(seen_by("viewer"), f"{cast.address}revisions/")
    where = architect.post(f"{cast.address}revisions/2/revert/").headers["Location"]
    architect.post(f"{where}submit/")
    architect.post(f"{where}merge/")
    assert cast.topology.revisions.get(number=3).sha256 == cast.revision.sha256
