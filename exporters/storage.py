"""Where the files of bundles lie: by default in the database, so that an export is whole or not there at all.

Another place is a setting: STORAGES["bundles"] may name any storage that Django knows.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import PurePosixPath

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages
from django.db import models, transaction
from django.utils import timezone
from django.utils.deconstruct import deconstructible

BUNDLES = "bundles"  # the folder of what bundles are made of


class Blob(models.Model):
    """Bytes under a name."""

    name = models.CharField(max_length=255, unique=True)
    body = models.BinaryField()
    created = models.DateTimeField(auto_now_add=True)  # or kept again: since then somebody counts on it

    class Meta:
        app_label = "exporters"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@deconstructible
class DatabaseStorage(Storage):
    """Django's storage interface over the table of blobs. A name is written once."""

    def _open(self, name: str, mode: str = "rb") -> File:
        if mode != "rb":
            raise ValueError("a blob is written once, by save()")
        return File(BytesIO(self._body(name)), name)

    def _save(self, name: str, content: File) -> str:
        body = content.read()
        with transaction.atomic():
            blob, made = Blob.objects.get_or_create(name=name, defaults={"body": body})
        if made or bytes(blob.body) == body:
            return name
        path = PurePosixPath(name)
        return self._save(
            self.get_alternative_name(str(path.with_suffix("")), path.suffix), ContentFile(body)
        )

    def keep(self, bodies: Mapping[str, bytes]) -> dict[str, str]:
        """Store what is not there yet, and make young again what is: no sweep takes either soon. The name of each, which is
        another one only where different bytes have it.

        A sweep that is about to delete a row waits for ours, and then finds it young; one that was first has
        deleted the row when we look.
        """
        with transaction.atomic():
            # In the order of their names, so that two of us never wait for each other.
            rows = Blob.objects.select_for_update().filter(name__in=bodies.keys()).order_by("name")
            found = {name: bytes(body) for name, body in rows.values_list("name", "body")}
            Blob.objects.filter(name__in=found.keys()).update(created=timezone.now())
            new = [Blob(name=name, body=bodies[name]) for name in sorted(bodies.keys() - found.keys())]
            Blob.objects.bulk_create(new, ignore_conflicts=True)
            wrong = [name for name, body in found.items() if body != bodies[name]]
            return {name: name for name in bodies} | {
                name: self.save(name, ContentFile(bodies[name])) for name in wrong
            }

    def delete_old(self, names: Iterable[str], before: datetime) -> int:
        """Delete those that nobody kept again since; how many went."""
        found = sorted(names)
        lots = (found[start : start + 500] for start in range(0, len(found), 500))
        return sum(Blob.objects.filter(name__in=lot, created__lt=before).delete()[0] for lot in lots)

    def _body(self, name: str) -> bytes:
        try:
            return bytes(Blob.objects.values_list("body", flat=True).get(name=name))
        except Blob.DoesNotExist:
            raise FileNotFoundError(name) from None

    def exists(self, name: str) -> bool:
        return Blob.objects.filter(name=name).exists()

    def size(self, name: str) -> int:
        return len(self._body(name))

    def delete(self, name: str) -> None:
        Blob.objects.filter(name=name).delete()

    def get_modified_time(self, name: str) -> datetime:
        try:
            return Blob.objects.values_list("created", flat=True).get(name=name)
        except Blob.DoesNotExist:
            raise FileNotFoundError(name) from None

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        names = Blob.objects.filter(name__startswith=f"{path}/").values_list("name", flat=True)
        rest = [name.removeprefix(f"{path}/").split("/") for name in names.order_by("name")]
        return list(dict.fromkeys(one[0] for one in rest if len(one) > 1)), [
            one[0] for one in rest if len(one) == 1
        ]


def stored_in(storage: Storage, folder: str) -> dict[str, datetime]:
    """Everything below a folder: its name and since when it is there."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return {}
    found = {f"{folder}/{name}": storage.get_modified_time(f"{folder}/{name}") for name in files}
    for name in folders:
        found |= stored_in(storage, f"{folder}/{name}")
    return found


def delete_old(storage: Storage, names: Iterable[str], before: datetime) -> int:
    """Delete what is older than that; how many went. Only our own storage makes old bytes young again."""
    if isinstance(storage, DatabaseStorage):
        return storage.delete_old(names, before)
    gone = list(names)
    for name in gone:
        storage.delete(name)
    return len(gone)


def bundle_storage() -> Storage:
    """The storage that the settings choose for bundles."""
    return storages["bundles"]
