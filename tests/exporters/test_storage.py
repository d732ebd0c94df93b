"""Where the bytes of bundles lie, and what a sweep takes of them: never what a bundle names or is about to name."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import connection, transaction
from django.utils import timezone

from exporters import keeping, selectors, services
from exporters.keeping import keep, kept
from exporters.models import Blob
from exporters.storage import DatabaseStorage, stored_in
from tests.exporters.test_services import finished, request
from tests.support.together import together
from topologies.models import Revision

OLD = timedelta(days=2)


def aged() -> None:
    Blob.objects.update(created=timezone.now() - OLD)


def test_equal_bytes_are_stored_once_and_half_a_file_is_never_taken_for_it(db: None) -> None:
    name = keep(b"whole")
    assert keep(b"whole") == name
    Blob.objects.filter(name=name).update(body=b"who")
    again = keep(b"whole")
    assert again != name
    assert bytes(Blob.objects.get(name=again).body) == b"whole"


def test_the_sweep_takes_old_bytes_that_no_bundle_names(revision: Revision, architect: User) -> None:
    export = finished(revision, architect)
    young = keep(b"of a bundle that is about to appear")
    old = keep(b"of a worker that was lost")
    named = {file.blob.name for file in export.files.all()}
    Blob.objects.exclude(name=young).update(created=timezone.now() - timedelta(days=2))

    assert services.blobs_sweep() == 1
    assert set(Blob.objects.values_list("name", flat=True)) == {young, *named}
    assert keep(b"of a worker that was lost") == old
    assert selectors.archive(export, "zip")


def test_nothing_is_swept_while_an_export_is_under_way(revision: Revision, architect: User) -> None:
    keep(b"lost")
    Blob.objects.update(created=timezone.now() - timedelta(days=2))
    export = request(revision, architect)

    assert services.blobs_sweep() == 0
    services.export_cancel(export=export, actor=architect)
    assert services.blobs_sweep() == 1


def test_what_a_sweep_might_take_is_made_young_when_it_is_kept_again(db: None) -> None:
    name = keep(b"lost")
    aged()

    assert keep(b"lost") == name
    assert services.blobs_sweep() == 0


def test_elsewhere_what_a_sweep_might_take_is_stored_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = FileSystemStorage(tmp_path)
    monkeypatch.setattr(keeping, "bundle_storage", lambda: storage)
    name = keep(b"lost")
    assert keep(b"lost") == name

    monkeypatch.setattr(keeping, "KEPT", timedelta(0))
    assert keep(b"lost") != name


def test_many_files_are_kept_in_few_steps(db: None, django_assert_max_num_queries) -> None:
    files = {f"file-{number}": b"%d" % (number // 2) for number in range(100)}
    with django_assert_max_num_queries(12):
        lots = list(kept(files))
    assert [len(lot) for lot in lots] == [64, 36]
    names = {path: name for lot in lots for path, name in lot.items()}
    assert {path: bytes(Blob.objects.get(name=name).body) for path, name in names.items()} == files
    assert Blob.objects.count() == 50


def slowly(first: Callable[[], object], ready: list[bool]) -> Callable[[], object]:
    """What somebody does in a transaction that stays open until the other has had a moment to run into it."""

    def run() -> object:
        with transaction.atomic():
            done = first()
            ready.append(True)
            time.sleep(0.5)
        return done

    return run


def after(second: Callable[[], object], ready: list[bool]) -> Callable[[], object]:
    def run() -> object:
        while not ready:
            time.sleep(0.01)
        return second()

    return run


def sweep() -> int:
    return DatabaseStorage().delete_old(stored_in(DatabaseStorage(), "bundles"), timezone.now() - OLD / 2)


def test_a_sweep_that_runs_into_a_worker_leaves_what_it_keeps(transactional_db: None) -> None:
    name = keep(b"old, and wanted again")
    aged()
    ready: list[bool] = []
    assert together(slowly(lambda: keep(b"old, and wanted again"), ready), after(sweep, ready)) == [name, 0]
    assert bytes(Blob.objects.get().body) == b"old, and wanted again"


def test_a_worker_that_runs_into_a_sweep_stores_what_it_took(transactional_db: None) -> None:
    name = keep(b"old, and wanted again")
    aged()
    ready: list[bool] = []
    assert together(slowly(sweep, ready), after(lambda: keep(b"old, and wanted again"), ready)) == [1, name]
    assert bytes(Blob.objects.get().body) == b"old, and wanted again"


def test_workers_that_keep_the_same_files_at_once_never_wait_for_each_other_in_vain(
    transactional_db: None,
) -> None:
    files = {str(number): b"%d" % number for number in range(60)}
    turned = dict(reversed(files.items()))
    for _ in range(5):
        lots = together(*(lambda some=some: next(kept(some)) for some in (files, turned, files, turned)))
        assert all(lot == lots[0] for lot in lots), lots
        Blob.objects.filter(name__in=list(lots[0].values())[::2]).delete()
    assert connection.in_atomic_block is False


@pytest.mark.parametrize("place", ["database", "files"])
def test_every_storage_says_what_it_holds_and_since_when(db: None, place: str, tmp_path: Path) -> None:
    storage = DatabaseStorage() if place == "database" else FileSystemStorage(tmp_path)
    assert stored_in(storage, "bundles") == {}
    names = {
        storage.save(f"bundles/{name}", ContentFile(b"x")) for name in ("ab/one", "ab/two", "cd/one", "top")
    }
    storage.save("other/one", ContentFile(b"x"))

    found = stored_in(storage, "bundles")

    assert found.keys() == names
    assert all(abs(timezone.now() - since) < timedelta(minutes=5) for since in found.values())


def test_the_storage_keeps_every_name_once(db: None) -> None:
    storage = DatabaseStorage()
    first = storage.save("a/b.txt", ContentFile(b"one"))
    second = storage.save("a/b.txt", ContentFile(b"two"))
    assert first == "a/b.txt"
    assert second != first
    assert (storage.open(first).read(), storage.size(second)) == (b"one", 3)
    storage.delete(first)
    with pytest.raises(FileNotFoundError):
        storage.open(first)
