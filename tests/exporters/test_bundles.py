"""A bundle has the same bytes whenever and wherever it is packed."""

import io
import json
import tarfile
import time
import zipfile

import pytest

from exporters.bundles import (
    Origin,
    Verdict,
    encode_manifest,
    manifest_of,
    sha256,
    tar_archive,
    zip_archive,
)
from exporters.output import Output

FILES = {"run.sh": b"#!/bin/sh\n", "conf/ü.txt": "hé\n".encode()}
OUTPUT = Output(FILES, frozenset({"web"}), {"db": "has no place here"}, ("a note",))
ORIGIN = Origin("shop", "live", 3, "ab" * 32, "ada", ("grace",), "caddyfile", 2)
MANIFEST = manifest_of(ORIGIN, OUTPUT, Verdict("caddy adapt", "accepted"))


def test_the_manifest_says_where_each_byte_comes_from() -> None:
    assert json.loads(encode_manifest(MANIFEST)) == {
        "format": 1,
        "topology": {"system": "shop", "slug": "live"},
        "revision": {
            "number": 3,
            "sha256": "ab" * 32,
            "published_by": "ada",
            "approved_by": ["grace"],
        },
        "generator": {"target": "caddyfile", "version": 2},
        "files": {path: {"sha256": sha256(body), "size": len(body)} for path, body in FILES.items()},
        "covered": 1,
        "skipped": {"db": "has no place here"},
        "notes": ["a note"],
        "verified": {"by": "caddy adapt", "result": "accepted"},
    }


def test_a_zip_is_the_same_bytes_for_the_same_content(monkeypatch: pytest.MonkeyPatch) -> None:
    first = zip_archive(MANIFEST, FILES)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert zip_archive(dict(reversed(MANIFEST.items())), dict(reversed(FILES.items()))) == first
    # Pinned: a change of these bytes is a change of what every client has already verified.
    assert sha256(first) == "b3e6c11e8823b7d9e91cf907d2f5f4fe843f702fcccd0cfe04f86c354aaf9ee7"


def test_a_zip_holds_every_file_and_the_manifest_with_fixed_modes() -> None:
    with zipfile.ZipFile(io.BytesIO(zip_archive(MANIFEST, FILES))) as archive:
        assert archive.testzip() is None
        read = {entry.filename: archive.read(entry) for entry in archive.infolist()}
        modes = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in archive.infolist()}
    assert read == {"manifest.json": encode_manifest(MANIFEST), **FILES}
    assert modes == {"manifest.json": 0o644, "conf/ü.txt": 0o644, "run.sh": 0o755}


def test_a_tar_holds_the_same_without_dates_and_owners() -> None:
    packed = tar_archive(MANIFEST, FILES)
    with tarfile.open(fileobj=io.BytesIO(packed), mode="r:gz") as archive:
        read = {entry.name: archive.extractfile(entry).read() for entry in archive.getmembers()}
        assert {(entry.mtime, entry.uid, entry.uname) for entry in archive.getmembers()} == {(0, 0, "")}
    assert read == {"manifest.json": encode_manifest(MANIFEST), **FILES}
    assert tar_archive(MANIFEST, dict(reversed(FILES.items()))) == packed
