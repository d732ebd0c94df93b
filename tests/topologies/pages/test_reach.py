"""The page that answers who can reach what."""

import pytest
from django.test import Client

from tests.cast import Cast, assembled, example


@pytest.fixture
def viewer(seen_by) -> Client:
    client: Client = seen_by("viewer")
    return client


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_without_a_question_it_asks_about_the_first_database(cast: Cast, viewer: Client) -> None:
    page = text(viewer, f"{cast.address}reach/")
    assert "Who can reach PostgreSQL?" in page
    assert "tcp 5432" in page
