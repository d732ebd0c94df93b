import pytest

from portal import health
from portal.celery import app
from portal.tasks import heartbeat
from tests.support.waiting import eventually


@pytest.mark.django_db
def test_it_says_that_database_and_broker_answer(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json().items() >= {"database": True, "broker": True}.items()


@pytest.mark.django_db
def test_it_needs_no_session_and_sets_no_cookie(client):
    assert client.get("/healthz").cookies == {}


@pytest.mark.django_db
def test_it_is_unwell_without_a_broker(client, tmp_path):
    address = app.conf.broker_write_url
    app.conf.broker_write_url = f"redis+socket://{tmp_path}/nobody.sock"
    try:
        answer = client.get("/healthz")
    finally:
        app.conf.broker_write_url = address
    assert answer.status_code == 503
    assert answer.json().items() >= {"database": True, "broker": False}.items()


def test_a_heartbeat_passes_the_broker_and_a_worker(celery_worker):
    from django.core.cache import cache

    cache.delete(health.HEARTBEAT)
    assert health.seconds_since_heartbeat() is None
    heartbeat.delay()
    assert eventually(lambda: health.seconds_since_heartbeat() is not None)
    assert health.seconds_since_heartbeat() < 20
