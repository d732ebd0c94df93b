"""The browser itself works, and tells on pages that break the content policy."""

import pytest


@pytest.mark.django_db(transaction=True)
def test_it_shows_a_page_of_the_live_server(page):
    answer = page.goto("/healthz")
    assert answer.status == 200
    assert '"database": true' in page.inner_text("body")


@pytest.mark.django_db(transaction=True)
def test_the_policy_stops_inline_script(page, live_server):
    page.goto("/healthz")
    ran = page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.head.append(script);
            return window.ran === true;
        }"""
    )
    assert not ran
    assert len(page.errors) == 1
    assert "Content Security Policy" in page.errors.pop()


@pytest.mark.django_db(transaction=True)
def test_the_api_reference_is_drawn_within_the_policy(page, client, django_user_model):
    client.force_login(django_user_model.objects.create_user("ada"))
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.goto("/healthz")
    page.context.add_cookies([{**session, "url": page.url}])
    page.goto("/api/")
    page.get_by_role("heading", name="Groundplan").wait_for()
