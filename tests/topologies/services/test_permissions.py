"""The table of roles, asked through the services."""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied

from tests.topologies.conftest import person
from topologies.graph import Faults
from topologies.models import AuditEntry, Draft, Membership, Role, System, Topology
from topologies.services import (
    Action,
    NotFound,
    allowed,
    draft_discard,
    draft_edit,
    draft_open,
    draft_publish,
    membership_grant,
    membership_revoke,
    require,
    system_create,
    topology_create,
)

TABLE = {
    "viewer": {"read"},
    "architect": {"read", "edit", "publish", "export"},
    "reviewer": {"read", "vote", "export"},
    "administrator": {"read", "edit", "publish", "vote", "export", "administer"},
    "superuser": {"read", "edit", "publish", "vote", "export", "administer"},
    "outsider": set(),
    "inactive": set(),
}


@pytest.mark.parametrize("name", TABLE)
def test_a_role_allows_what_the_table_says(system: System, people: dict[str, User], name: str) -> None:
    assert {str(action) for action in allowed(people[name], system)} == TABLE[name]


def test_the_system_does_not_exist_for_outsiders(system: System, people: dict[str, User]) -> None:
    for stranger in (people["outsider"], people["inactive"], AnonymousUser()):
        with pytest.raises(NotFound, match="There is no system 'sample'"):
            require(stranger, Action.READ, system)


@pytest.mark.parametrize("name", ["viewer", "reviewer"])
def test_who_may_only_read_opens_no_draft(topology: Topology, people: dict[str, User], name: str) -> None:
    with pytest.raises(PermissionDenied):
        draft_open(topology=topology, actor=people[name])
    assert not Draft.objects.exists()


def test_every_architect_edits_a_draft_and_only_its_owner_and_administrators_end_it(
    draft: Draft, people: dict[str, User]
) -> None:
    for version, name in enumerate(("architect", "administrator")):
        edit = draft_edit(
            draft=draft, actor=people[name], base_version=version, operations=(), request_id=name
        )
        assert (edit.version, draft.log.get(version=edit.version).actor) == (version + 1, people[name])
    for name in ("viewer", "reviewer"):
        with pytest.raises(PermissionDenied, match="does not allow you to edit"):
            draft_edit(draft=draft, actor=people[name], base_version=2, operations=(), request_id=name)
    with pytest.raises(PermissionDenied, match="Only its owner"):
        draft_discard(draft=draft, actor=people["architect"])
    with pytest.raises(PermissionDenied, match="Only its owner"):
        draft_publish(draft=draft, actor=people["architect"])
    draft_discard(draft=draft, actor=people["administrator"])


def test_only_administrators_grant_roles(system: System, people: dict[str, User]) -> None:
    guest = person("guest")
    for name in ("viewer", "architect", "reviewer"):
        with pytest.raises(PermissionDenied):
            membership_grant(actor=people[name], system=system, user=guest, role=Role.ADMINISTRATOR)
    membership_grant(actor=people["administrator"], system=system, user=guest, role=Role.VIEWER)
    membership_grant(actor=people["administrator"], system=system, user=guest, role=Role.REVIEWER)
    assert Membership.objects.get(user=guest).role == Role.REVIEWER
    membership_revoke(actor=people["administrator"], system=system, user=guest)
    assert allowed(guest, system) == frozenset()
    actions = AuditEntry.objects.order_by("id").values_list("action", flat=True)
    assert list(actions) == ["grant role", "grant role", "revoke role"]


def test_a_role_that_there_is_not_is_refused_by_name(system: System, people: dict[str, User]) -> None:
    with pytest.raises(Faults, match=r"role: Value 'king' is not a valid choice"):
        membership_grant(actor=people["administrator"], system=system, user=people["outsider"], role="king")


def test_who_creates_a_system_administers_it(people: dict[str, User]) -> None:
    with pytest.raises(PermissionDenied):
        system_create(actor=people["architect"], slug="mine", label="Mine")
    system = system_create(actor=people["superuser"], slug="mine", label="Mine")
    assert Membership.objects.get(system=system).role == Role.ADMINISTRATOR


@pytest.mark.parametrize("slug", ["", "Upper", "api", "a--b", "1st", "sample", "a" * 81])
def test_a_bad_slug_is_refused_by_field(people: dict[str, User], slug: str) -> None:
    with pytest.raises(Faults, match="slug"):
        system_create(actor=people["superuser"], slug=slug, label="Label")


def test_a_topology_has_its_slug_once_in_a_system(topology: Topology, people: dict[str, User]) -> None:
    with pytest.raises(Faults):
        topology_create(actor=people["architect"], system=topology.system, slug="topology")
    assert topology_create(actor=people["architect"], system=topology.system, slug="other").pk
