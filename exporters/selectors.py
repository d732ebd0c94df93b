"""What pages and the API read of exports."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from exporters.bundles import tar_archive, zip_archive
from exporters.models import BundleFile, Export
from topologies.models import Revision, Topology

ARCHIVES = {"zip": zip_archive, "tar.gz": tar_archive}


def exports_of(topology: Topology) -> QuerySet[Export]:
    """Every export of a topology, newest first, in one query."""
    found = Export.objects.filter(revision__topology=topology)
    return found.select_related("revision", "requested_by").defer("revision__document", "manifest")


def exports_of_revision(revision: Revision) -> QuerySet[Export]:
    return Export.objects.filter(revision=revision).order_by("target", "-generator_version")


def newest_bundle(topology: Topology, target: str) -> Export | None:
    """The bundle of the newest revision that has one: what a machine pulls. None = there is none yet."""
    found = Export.objects.filter(revision__topology=topology, target=target, state=Export.State.SUCCEEDED)
    return found.select_related("revision").order_by("-revision__number", "-generator_version").first()


def bundle_file(export: Export, path: str) -> BundleFile | None:
    """One file of a succeeded export."""
    return export.files.filter(path=path).first()


def bundle_bytes(export: Export) -> Mapping[str, bytes]:
    """Every file of a succeeded export."""
    return {file.path: file.read() for file in export.files.all()}


def archive(export: Export, form: str) -> bytes:
    """The bundle as `zip` or `tar.gz`, manifest included.

    Raises:
        ValueError: the export has not succeeded, or there is no such form.
        OSError: stored bytes are gone or damaged.
    """
    manifest: Mapping[str, Any] | None = export.manifest
    if manifest is None:
        raise ValueError(f"the export is {export.state}; only a succeeded one has a bundle")
    if form not in ARCHIVES:
        raise ValueError(f"there is no archive {form!r}; choose one of {', '.join(ARCHIVES)}")
    return ARCHIVES[form](manifest, bundle_bytes(export))
