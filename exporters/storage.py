"""Where the files of bundles lie: by default in the database, so that an export is whole or not there at all.

Another place is a setting: STORAGES["bundles"] may name any storage that Django knows.
"""

from io import BytesIO
from pathlib import PurePosixPath

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages
from django.db import models, transaction
from django.utils.deconstruct import deconstructible


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


def bundle_storage() -> Storage:
    """The storage that the settings choose for bundles."""
    return storages["bundles"]
