"""The import map of every page."""

import json
import re

import pytest
from django.contrib.staticfiles import finders

MAP = re.compile(r'<script type="importmap" nonce="([^"]+)">(.*?)</script>', re.DOTALL)


@pytest.mark.django_db
def test_the_import_map_leads_the_scripts_of_others_to_files_that_are_served(client):
    answer = client.get("/sign-in/")
    nonce, text = MAP.search(answer.content.decode()).groups()
    named = {name: path for name, path in json.loads(text)["imports"].items() if not name.startswith("/")}
    assert set(named) == {"elkjs"}
    assert all(finders.find(path.removeprefix("/static/")) for path in named.values())
    assert f"script-src 'self' 'nonce-{nonce}'" in answer["Content-Security-Policy"]


@pytest.mark.django_db
def test_no_two_pages_share_a_nonce(client):
    first, second = (MAP.search(client.get("/sign-in/").content.decode())[1] for _ in range(2))
    assert first != second
