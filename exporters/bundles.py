"""A bundle: the files of a target with their manifest, and the archives of it. Pure.

manifest = {"topology", "revision": {"number", "sha256", "published_by", "approved_by": [names]}, "generator",
            "files": {path: {"sha256", "size"}}, "covered": count, "skipped": {key: reason}, "notes": [...],
            "verified": {"by": program, "result": "accepted" or "not run", "why"}}
"""

import gzip
import hashlib
import io
import json
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from exporters.output import MANIFEST, Output

Manifest = dict[str, Any]
PROGRAM, PLAIN = 0o755, 0o644


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the files come from: a revision with those who answer for it, and the generator that read it."""

    system: str
    topology: str
    revision: int
    revision_sha256: str
    published_by: str
    approved_by: tuple[str, ...]
    target: str
    version: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the program that reads such files said of them before they were stored; `why` it was not asked."""

    by: str
    result: Literal["accepted", "not run"]
    why: str = ""


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def manifest_of(origin: Origin, output: Output, verdict: Verdict) -> Manifest:
    """What a machine needs to trust the files, and a person to know what they leave out."""
    revision = {
        "number": origin.revision,
        "sha256": origin.revision_sha256,
        "published_by": origin.published_by,
        "approved_by": list(origin.approved_by),
    }
    return {
        "format": 1,
        "topology": {"system": origin.system, "slug": origin.topology},
        "revision": revision,
        "generator": {"target": origin.target, "version": origin.version},
        "files": {path: {"sha256": sha256(body), "size": len(body)} for path, body in output.files.items()},
        "covered": len(output.covered),
        "skipped": dict(output.skipped),
        "notes": list(output.notes),
        "verified": {name: value for name, value in asdict(verdict).items() if value},
    }


def encode_manifest(manifest: Mapping[str, Any]) -> bytes:
    """The one JSON form of a manifest: sorted keys, UTF-8, one final newline."""
    return (json.dumps(manifest, sort_keys=True, indent=2, ensure_ascii=False) + "\n").encode()


def zip_archive(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """A zip whose bytes depend on nothing but its content."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, body, mode in _members(manifest, files):
            entry = zipfile.ZipInfo(path)  # dated 1980-01-01, the earliest a zip can say
            entry.create_system = 3  # Unix, so that the mode counts
            entry.external_attr = (0o100000 | mode) << 16
            # Stored, not deflated: another zlib would give other bytes, and these promise to stay the same.
            archive.writestr(entry, body, zipfile.ZIP_STORED)
    return buffer.getvalue()


def tar_archive(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """A tar.gz without dates and owners; the tar inside depends on nothing but its content."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path, body, mode in _members(manifest, files):
            entry = tarfile.TarInfo(path)
            entry.size, entry.mode = len(body), mode
            archive.addfile(entry, io.BytesIO(body))
    return gzip.compress(buffer.getvalue(), mtime=0)


def _members(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes, int]]:
    whole = {MANIFEST: encode_manifest(manifest), **files}
    for path in sorted(whole):
        yield path, whole[path], PROGRAM if whole[path].startswith(b"#!") else PLAIN
