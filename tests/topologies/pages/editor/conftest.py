"""A draft of the architect's, and a hand that posts to its panels."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.cast import Cast
from topologies import live
from topologies.graph import Graph
from topologies.models import Draft
from topologies.services import draft_open


@pytest.fixture
def draft(cast: Cast) -> Draft:
    return draft_open(topology=cast.topology, actor=cast.people["architect"])


@pytest.fixture
def desk(cast: Cast, draft: Draft) -> str:
    """The address of the draft's editor."""
    return f"{cast.address}drafts/{draft.pk}/"


@pytest.fixture
def architect(seen_by) -> Client:
    return seen_by("architect")


Post = Callable[..., HttpResponse]


@pytest.fixture
def post(architect: Client, desk: str, draft: Draft) -> Post:
    """Post a form of the inspector about these keys, on top of the newest version unless told otherwise."""

    def posted(*keys: str, form: str = "fields", **fields: str) -> HttpResponse:
        draft.refresh_from_db()
        data = {
            "_form": form,
            "_version": str(draft.version),
            **{name.replace("__", "."): fields[name] for name in fields},
        }
        query = "&".join(f"key={key}" for key in keys)
        return architect.post(f"{desk}inspector/?{query}", data)

    return posted


@pytest.fixture
def graph(draft: Draft) -> Callable[[], Graph]:
    """What the draft holds by now."""
    return lambda: live.graph_of(draft)
