"""Every admin list opens and searches; what services own has no change form."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse

from topologies.models import ROWS, AuditEntry, Draft, Membership, Revision, System, Topology
from topologies.services import draft_open, revision_create

SHOWN = [System, Membership, Topology, Draft, Revision, AuditEntry, *ROWS.values()]


@pytest.fixture
def root(db: None, client) -> User:
    user = User.objects.create(username="root", is_superuser=True, is_staff=True)
    client.force_login(user)
    return user


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model.__name__)
def test_a_list_opens_and_searches(client, root, topology, small, architect, model) -> None:
    revision_create(topology=topology, graph=small, author=architect)
    draft_open(topology=topology, actor=architect)
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    assert client.get(address, {"q": "a"}).status_code == 200
    if row := model.objects.first():
        assert client.get(reverse(address_of(model), args=[row.pk])).status_code == 200


def address_of(model) -> str:
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_change"


def test_elements_and_revisions_are_not_changed_here(client, root) -> None:
    request = client.get("/").wsgi_request
    request.user = root
    for model in (*ROWS.values(), Revision, Draft, AuditEntry):
        shown = admin.site.get_model_admin(model)
        assert not shown.has_change_permission(request)
        assert not shown.has_delete_permission(request)
