"""The import map of every page."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template

from portal import bundles

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


@pytest.mark.django_db
def test_the_stored_theme_waits_for_no_answer(client):
    answer = client.get("/sign-in/")
    page = answer.content.decode()
    nonce = MAP.search(page)[1]
    source = Path(settings.ROOT, "static/js/theme-early.js").read_text()
    assert f'<script nonce="{nonce}">{source}</script>' in page
    assert "theme-early.js" not in page


def test_without_a_policy_a_script_is_named_and_styles_are_left_to_the_sheet():
    page = Template(
        '{% load modules %}{% early_script "js/theme-early.js" %}{% early_style "workspace-first.css" %}'
    )
    assert page.render(Context()) == '<script src="/static/js/theme-early.js"></script>'


@pytest.mark.django_db
def test_pages_load_bundles_that_were_made_from_the_sources_as_they_are(client):
    assert bundles.fresh(), "run `make scripts`"
    page = client.get("/sign-in/").content.decode()
    assert "/static/bundles/site.css" in page
    assert "/static/bundles/main.js" in page
    assert all(finders.find(f"bundles/{name}") for name in bundles.ENTRIES)
    command = json.loads(Path(settings.ROOT, "package.json").read_text())["scripts"]["bundle"]
    made = re.findall(r" ([\w-]+)=static/(\S+)\.(\w+)", command)
    assert {f"{name}.{ending}": f"{path}.{ending}" for name, path, ending in made} == bundles.ENTRIES


def test_bundles_of_other_sources_are_not_used(tmp_path, monkeypatch):
    (tmp_path / "js").mkdir()
    source = tmp_path / "js" / "main.js"
    source.write_text("one();")
    monkeypatch.setattr(bundles, "STATIC", tmp_path)
    monkeypatch.setattr(bundles, "MADE_FROM", tmp_path / "made-from")
    assert not bundles.fresh()
    bundles.MADE_FROM.write_text(bundles.digest())
    assert bundles.fresh()
    source.write_text("two();")
    assert not bundles.fresh()
