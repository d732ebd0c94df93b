"""Puts the bytes of bundles where they lie: under their digest, once, and safe from any sweep for the time it takes until
a bundle names them."""

from collections.abc import Iterator, Mapping

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.utils import timezone

from exporters.bundles import sha256
from exporters.orphans import KEPT
from exporters.storage import BUNDLES, DatabaseStorage, bundle_storage

MOST_FILES, MOST_BYTES = 64, 4_000_000  # that the database takes at once


def keep(body: bytes) -> str:
    """Store the bytes and answer their name; what is stored already is not stored again."""
    (found,) = kept({"": body})
    return found[""]


def kept(files: Mapping[str, bytes]) -> Iterator[dict[str, str]]:
    """Store the files, some at a time: of each lot, path -> name in the storage."""
    storage = bundle_storage()
    for lot in _lots(files, MOST_FILES if isinstance(storage, DatabaseStorage) else 1):
        names = {path: _name(body) for path, body in lot.items()}
        stored = _stored(storage, {names[path]: body for path, body in lot.items()})
        yield {path: stored[name] for path, name in names.items()}


def _lots(files: Mapping[str, bytes], most: int) -> Iterator[dict[str, bytes]]:
    lot: dict[str, bytes] = {}
    for path, body in files.items():
        lot[path] = body
        if len(lot) >= most or sum(map(len, lot.values())) >= MOST_BYTES:
            yield lot
            lot = {}
    if lot:
        yield lot


def _name(body: bytes) -> str:
    digest = sha256(body)
    return f"{BUNDLES}/{digest[:2]}/{digest}"


def _stored(storage: Storage, bodies: Mapping[str, bytes]) -> Mapping[str, str]:
    if isinstance(storage, DatabaseStorage):
        return storage.keep(bodies)
    return {name: _elsewhere(storage, name, body) for name, body in bodies.items()}


def _elsewhere(storage: Storage, name: str, body: bytes) -> str:
    """Under the name where that is free, or holds these bytes already and is young: what is old a sweep may be about to
    take, and no storage but our own can make it young again. Half a file, left by a worker that died while it wrote,
    keeps its name; the storage chooses another."""
    if storage.exists(name) and storage.get_modified_time(name) > timezone.now() - KEPT / 2:
        with storage.open(name) as found:
            if found.read() == body:
                return name
    return storage.save(name, ContentFile(body))
