"""Real workers, a real broker, a real database: every export ends whole or with a reason."""

import os
import signal

import pytest
from celery import current_app
from django.contrib.auth.models import User

from exporters import selectors
from exporters.models import BundleFile, Export
from tests.exporters.conftest import Workshop, reached, request
from tests.exporters.slow_targets import FILES
from topologies.models import Revision

State = Export.State


def test_a_worker_killed_while_it_generates_loses_nothing(
    workshop: Workshop, revision: Revision, architect: User
) -> None:
    first = workshop.start()
    export = request(revision, architect, "gated")
    workshop.wait(workshop.began)
    workshop.kill(first)
    workshop.open_gate()
    workshop.start()
    workshop.wait(lambda: reached(export, State.SUCCEEDED))
    assert selectors.bundle_bytes(export) == {"name": b"live"}
    assert export.attempts == 2


def test_a_worker_killed_while_it_stores_leaves_nothing_torn(
    workshop: Workshop, revision: Revision, architect: User
) -> None:
    first = workshop.start()
    export = request(revision, architect, "many")

    def under_way() -> bool:
        return Export.objects.get(pk=export.pk).done > 0

    workshop.wait(under_way)
    workshop.kill(first)
    export.refresh_from_db()
    assert export.state == State.RUNNING
    assert not BundleFile.objects.exists()
    workshop.start()
    workshop.wait(lambda: reached(export, State.SUCCEEDED))
    assert selectors.bundle_bytes(export) == {path: text.encode() for path, text in FILES.items()}


def test_a_killed_process_of_the_pool_is_replaced(
    workshop: Workshop, revision: Revision, architect: User
) -> None:
    workshop.start()
    export = request(revision, architect, "gated")
    workshop.wait(workshop.began)
    os.kill(workshop.began()[0], signal.SIGKILL)
    workshop.open_gate()
    workshop.wait(lambda: reached(export, State.SUCCEEDED))
    assert export.files.count() == 1


def test_a_lost_message_is_sent_again(workshop: Workshop, revision: Revision, architect: User) -> None:
    export = request(revision, architect, "many")
    assert current_app.control.purge() == 1
    Export.objects.update(send_after=export.requested)
    workshop.start()
    workshop.wait(lambda: reached(export, State.SUCCEEDED))
    assert export.sent == 2


def test_a_broker_that_is_away_delays_an_export_and_loses_none(
    workshop: Workshop, revision: Revision, architect: User, monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    with monkeypatch.context() as away:
        away.setitem(current_app.conf, "broker_write_url", f"redis+socket://{tmp_path}/nowhere.sock")
        current_app._pool = current_app.amqp._producer_pool = None
        export = request(revision, architect, "many")
    current_app._pool = current_app.amqp._producer_pool = None
    assert current_app.control.purge() == 0
    assert export.state == State.QUEUED
    Export.objects.update(send_after=export.requested)
    workshop.start()
    workshop.wait(lambda: reached(export, State.SUCCEEDED))
