"""The picture of a draft, as a file."""

from uuid import uuid4

import pytest
from django.test import Client

from topologies.models import Draft


@pytest.mark.parametrize(("form", "start"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_the_picture_comes_in_every_form(architect: Client, desk: str, form: str, start: bytes) -> None:
    answer = architect.get(f"{desk}diagram.{form}")
    assert answer.status_code == 200
    assert answer.content.startswith(start)
    assert "sandbox" in answer["Content-Security-Policy"]


def test_the_picture_shows_what_was_just_changed(architect: Client, desk: str, draft: Draft) -> None:
    operation = {"op": "update", "key": "caddy", "fields": {"label": "Front <door>"}}
    edit = {"base_version": draft.version, "request_id": str(uuid4()), "operations": [operation]}
    address = f"/api/v1/topologies/infinri/single-droplet/drafts/{draft.pk}/operations/"
    posted = architect.post(address, edit, content_type="application/json")
    assert posted.status_code < 300, posted.content
    assert b"Front &lt;door&gt;" in architect.get(f"{desk}diagram.svg").content


@pytest.mark.parametrize("query", ["view=nowhere", "theme=pink"])
def test_a_view_or_theme_that_does_not_exist_is_not_found(architect: Client, desk: str, query: str) -> None:
    assert architect.get(f"{desk}diagram.svg?{query}").status_code == 404
