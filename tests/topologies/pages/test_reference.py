"""The reference pages come from the code."""

import pytest
from django.test import Client
from django.utils.html import escape

from tests.cast import Cast
from topologies.kinds import node_kinds, zone_kinds
from topologies.pages.kinds import every_kind
from topologies.pages.markdown import rendered
from topologies.validation import rules


@pytest.fixture
def reader(django_user_model, db: None) -> Client:
    client = Client()
    client.force_login(django_user_model.objects.create_user("reader"))
    return client


def test_no_slug_is_both_a_zone_kind_and_a_node_kind() -> None:
    assert not node_kinds().keys() & zone_kinds().keys()


def test_every_kind_is_listed_and_has_a_page(reader: Client) -> None:
    page = reader.get("/kinds/").content.decode()
    for slug, kind in every_kind().items():
        assert f'href="/kinds/{slug}/"' in page
        answer = reader.get(f"/kinds/{slug}/")
        assert answer.status_code == 200
        assert kind.label in answer.content.decode()


def test_a_kind_shows_ports_places_units_and_choices(reader: Client) -> None:
    page = reader.get("/kinds/rds-postgresql/").content.decode()
    for words in ("5432/tcp", 'href="/kinds/subnet-tier/"', "iops", "primary · replica · standby", "MB/s"):
        assert words in page


def test_every_rule_is_listed_and_has_a_page(reader: Client) -> None:
    page = reader.get("/rules/").content.decode()
    for code, rule in rules().items():
        assert f'href="/rules/{code}/"' in page
        assert escape(rule.title) in page
        assert reader.get(f"/rules/{code}/").status_code == 200


@pytest.mark.parametrize("address", ["/kinds/no-such-kind/", "/rules/XXX99/"])
def test_what_the_code_does_not_have_is_not_found(reader: Client, address: str) -> None:
    assert reader.get(address).status_code == 404


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[a](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "<p style='x'>",
    ],
)
def test_markdown_cannot_harm(text: str) -> None:
    html = rendered(f"Words.\n\n{text}")
    assert not any(word in html for word in ("<script", "javascript:", "<img", "style="))


def test_markdown_headings_begin_at_the_third_level() -> None:
    assert "<h3>Why</h3>" in rendered("# Why")


def test_a_token_is_shown_once_and_works_until_it_is_revoked(cast: Cast, seen_by) -> None:
    client = seen_by("viewer")
    answer = client.post("/account/tokens/new/")
    assert "no-store" in answer.headers["Cache-Control"]
    token = answer.context["fresh"]
    assert token in answer.content.decode()
    assert token not in client.get("/account/tokens/").content.decode()
    machine = Client(headers={"Authorization": f"Token {token}"})
    assert machine.get("/api/v1/topologies/").status_code == 200
    key = client.get("/account/tokens/").context["tokens"][0].token_key
    assert seen_by("architect").post(f"/account/tokens/{key}/revoke/").status_code == 404
    client.post(f"/account/tokens/{key}/revoke/")
    assert machine.get("/api/v1/topologies/").status_code == 401


def test_nobody_collects_tokens_without_end(seen_by) -> None:
    client = seen_by("viewer")
    for _ in range(21):
        client.post("/account/tokens/new/")
    assert client.get("/account/tokens/").context["tokens"].count() == 20


def test_a_wrong_password_is_refused_and_repeating_it_pauses_sign_in(cast: Cast) -> None:
    client = Client()
    wrong = {"username": "viewer", "password": "wrong"}
    assert "correct username and password" in client.post("/sign-in/", wrong).content.decode()
    for _ in range(4):
        answer = client.post("/sign-in/", wrong)
    assert answer.status_code == 429
    assert "15 minutes" in answer.content.decode().replace("\xa0", " ")


def test_signing_out_needs_a_post(seen_by) -> None:
    client = seen_by("viewer")
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").status_code == 302
    assert client.get("/").status_code == 302


def test_a_form_without_its_token_is_refused_in_words(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.people["viewer"])
    answer = client.post("/account/tokens/new/")
    assert answer.status_code == 403
    assert "The page was too old" in answer.content.decode()
