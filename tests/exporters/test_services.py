"""Who may ask, what asking twice gives, and which worker's word counts."""

import signal
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from exporters import runs, selectors, services
from exporters.models import Blob, Export
from exporters.registry import UnsupportedError
from exporters.storage import DatabaseStorage
from topologies import documents
from topologies.models import AuditEntry, Membership, Revision, Role
from topologies.services import revision_published
from topologies.services.errors import NotFound

State = Export.State


def request(revision: Revision, actor: User, target: str = "many") -> Export:
    return services.export_request(revision=revision, target=target, actor=actor)


def finished(revision: Revision, actor: User) -> Export:
    export = request(revision, actor)
    run = runs.claim(export.pk)
    assert run is not None
    runs.execute(run)
    export.refresh_from_db()
    return export


def test_asking_twice_gives_the_same_bundle(
    revision: Revision, architect: User, sent: list[int], django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first, second = request(revision, architect), request(revision, architect)
    assert (first, sent) == (second, [first.pk])
    done = finished(revision, architect)
    assert done == first
    assert selectors.archive(done, "zip") == selectors.archive(request(revision, architect), "zip")


def test_the_message_waits_for_the_commit(
    revision: Revision, architect: User, sent: list[int], django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        request(revision, architect)
        assert sent == []
    assert len(waiting) == 1


@pytest.mark.parametrize("role", [None, Role.VIEWER])
def test_who_does_not_work_on_the_system_may_not_ask(revision: Revision, role: str | None) -> None:
    stranger = User.objects.create(username="eve")
    if role:
        Membership.objects.create(user=stranger, system=revision.topology.system, role=role)
    with pytest.raises(PermissionDenied if role else NotFound):
        request(revision, stranger)
    assert not Export.objects.exists()


def test_a_target_that_makes_no_sense_is_refused_before_anything_is_queued(
    revision: Revision, architect: User
) -> None:
    with pytest.raises(UnsupportedError, match="it has no Caddy"):
        request(revision, architect, "caddyfile")
    with pytest.raises(ValueError, match="no target 'ghost'"):
        request(revision, architect, "ghost")
    assert not Export.objects.exists()


def test_a_published_revision_starts_every_target_that_makes_sense(
    revision: Revision, sent: list[int]
) -> None:
    graph = documents.loads(revision.document)
    answers = revision_published.send(sender=Revision, revision=revision, graph=graph)
    started = set(Export.objects.values_list("target", flat=True))
    assert answers
    assert {"broken", "gated", "many"} <= started
    assert not {"caddyfile", "roadrunner"} & started


def test_who_asked_is_written_down_once(revision: Revision, architect: User, sent: list[int]) -> None:
    export = request(revision, architect)
    request(revision, architect)
    services.export_cancel(export=export, actor=architect)
    services.export_cancel(export=export, actor=architect)
    actions = AuditEntry.objects.order_by("id").values_list("action", "actor", "details__target")
    assert list(actions) == [
        ("request export", architect.pk, "many"),
        ("cancel export", architect.pk, "many"),
    ]


def test_a_second_delivery_of_a_message_takes_nothing(revision: Revision, architect: User) -> None:
    export = request(revision, architect)
    assert runs.claim(export.pk) is not None
    assert runs.claim(export.pk) is None
    done = Export.objects.filter(pk=export.pk)
    done.update(state=State.CANCELLED)
    assert runs.claim(export.pk) is None
    assert runs.claim(0) is None


def test_a_worker_that_was_given_up_changes_nothing_any_more(revision: Revision, architect: User) -> None:
    export = request(revision, architect)
    first = runs.claim(export.pk)
    Export.objects.update(heartbeat=timezone.now() - timedelta(seconds=settings.EXPORT_LOST_SECONDS + 1))
    second = runs.claim(export.pk)
    assert first is not None
    assert second is not None
    runs.execute(first)
    export.refresh_from_db()
    assert (export.state, export.files.count()) == (State.RUNNING, 0)
    runs.execute(second)
    export.refresh_from_db()
    assert (export.state, export.files.count()) == (State.SUCCEEDED, 200)


def test_the_sweeper_gives_up_after_too_many_lost_workers(
    revision: Revision, architect: User, sent: list[int]
) -> None:
    export = request(revision, architect)
    for _ in range(settings.EXPORT_ATTEMPTS):
        assert runs.claim(export.pk) is not None
        Export.objects.update(heartbeat=timezone.now() - timedelta(days=1))
        services.sweep()
    export.refresh_from_db()
    assert export.state == State.FAILED
    assert export.error == f"gave up: {settings.EXPORT_ATTEMPTS} workers were lost while they had it"
    assert len(sent) == settings.EXPORT_ATTEMPTS - 1
    assert request(revision, architect).state == State.QUEUED


def test_the_sweeper_leaves_alone_what_is_under_way(
    revision: Revision, architect: User, sent: list[int]
) -> None:
    request(revision, architect)
    assert services.sweep() == 0
    running = request(revision, architect, "gated")
    runs.claim(running.pk)
    assert services.sweep() == 0
    assert sent == []


def test_a_storage_that_fails_is_tried_again_later_and_not_for_ever(
    revision: Revision, architect: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(storage: DatabaseStorage, bodies: object) -> dict[str, str]:
        raise OSError("no space left")

    monkeypatch.setattr(DatabaseStorage, "keep", full)
    export = request(revision, architect)
    waits = []
    while (run := runs.claim(export.pk)) is not None:
        runs.execute(run)
        export.refresh_from_db()
        waits.append((export.send_after - timezone.now()).total_seconds())
        assert "OSError: no space left" in export.error
    assert export.state == State.FAILED
    assert export.error.startswith("gave up after 5 attempts")
    assert waits[:4] == sorted(waits[:4])
    assert waits[3] > 4 * waits[0]


def test_damaged_bytes_are_never_handed_out(revision: Revision, architect: User) -> None:
    export = finished(revision, architect)
    Blob.objects.update(body=b"damaged")
    with pytest.raises(OSError, match=r"part-000\.txt of export .* are damaged"):
        selectors.archive(export, "tar.gz")


def test_exports_of_a_topology_are_read_in_one_query(
    revision: Revision, architect: User, django_assert_num_queries
) -> None:
    export = finished(revision, architect)
    with django_assert_num_queries(1):
        rows = [(row.revision.number, row.requested_by) for row in selectors.exports_of(revision.topology)]
    assert rows == [(1, architect)]
    assert selectors.newest_bundle(revision.topology, "many") == export
    assert selectors.newest_bundle(revision.topology, "gated") is None


LONG = {
    "postgresql": "SELECT pg_sleep(1)",
    "sqlite": "WITH RECURSIVE row(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM row LIMIT 3000000)"
    " SELECT max(n) FROM row",
}


@pytest.mark.django_db(transaction=True)
def test_a_time_limit_that_strikes_within_a_query_puts_the_export_off(
    revision: Revision, architect: User, sent: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def perform(run: runs.Run) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with connection.cursor() as cursor:
            cursor.execute(LONG[connection.vendor])
            cursor.fetchall()

    def strike(*_: object) -> None:
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(runs, "perform", perform)
    before = signal.signal(signal.SIGALRM, strike)
    try:
        export = finished(revision, architect)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert (export.state, export.error) == (State.QUEUED, "SoftTimeLimitExceeded: SoftTimeLimitExceeded()")
