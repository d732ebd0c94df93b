"""Browsers without a browser: one client for each of the cast."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast

As = Callable[[str], Client]


@pytest.fixture
def seen_by(cast: Cast) -> As:
    """A client that is signed in as this member of the cast; "anonymous" is not."""

    def client(name: str) -> Client:
        found = Client()
        if name != "anonymous":
            found.force_login(cast.people[name])
        return found

    return client
