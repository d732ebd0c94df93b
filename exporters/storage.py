"""Where the files of bundles lie: by default in the database, so that an export is whole or not there at all.

Another place is a setting: STORAGES["bundles"] may name any storage that Django knows.
"""

from datetime import datetime
from io import BytesIO
from pathlib import PurePosixPath

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages
from django.db import models, transaction
from django.utils.deconstruct import deconstructible

BUNDLES = "bundles"  # the folder of what bundles are made of


class Blob(models.Model):
    """Bytes under a name."""

    name = models.CharField(max_length=255, unique=True)
    body = models.BinaryField()
    created = models.DateTimeField(auto_now_add=True)

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


def bundle_storage() -> Storage:
    """The storage that the settings choose for bundles."""
    return storages["bundles"]
