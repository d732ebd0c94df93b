"""The bytes of bundles, exactly as they were made."""

from pathlib import PurePosixPath

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import APIException, NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from exporters import selectors
from exporters.api.exports import ExportView
from exporters.api.negotiation import AsItIs
from exporters.api.serializers import FileSerializer
from exporters.bundles import encode_manifest, sha256
from exporters.models import BundleFile, Export
from exporters.registry import targets
from topologies.api.conditional import bytes_answer
from topologies.api.serializers import address
from topologies.models import Topology

PLAIN = "text/plain; charset=utf-8"
TYPES = {".json": "application/json", ".yaml": "application/yaml", ".yml": "application/yaml"}
BYTES = {(200, PLAIN): OpenApiTypes.STR, 304: None}


class Unavailable(APIException):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_code = "unavailable"
    default_detail = "The stored bytes are gone or damaged; tell an administrator."


class FileList(ExportView):
    """The files of a succeeded export, by path."""

    @extend_schema(operation_id="files", responses=FileSerializer(many=True))
    def get(self, request: Request, system: str, topology: str, export: int) -> Response:
        found = self.topology()
        files = self.export_of(found).files.all()
        context = {"request": request, "topology": found}
        return Response(FileSerializer(files, many=True, context=context).data)


class FileDetail(ExportView):
    """One file of a succeeded export."""

    content_negotiation_class = AsItIs

    @extend_schema(operation_id="file", responses=BYTES)
    def get(self, request: Request, system: str, topology: str, export: int, path: str) -> HttpResponseBase:
        return file_answer(request, self.export_of(self.topology()), path)


class StableFile(ExportView):
    """One file as the newest bundle of a target has it: what machines pull.

    The bytes are of the newest revision that has a bundle; `Groundplan-Revision` says which, `Content-Location`
    names the same bytes for ever.
    """

    content_negotiation_class = AsItIs

    @extend_schema(operation_id="stable_file", responses=BYTES)
    def get(self, request: Request, system: str, topology: str, target: str, path: str) -> HttpResponseBase:
        found = self.topology()
        export = selectors.newest_bundle(found, target)
        if export is None:
            raise NotFound(_hint(found, target))
        response = file_answer(request, export, path)
        response["Groundplan-Revision"] = str(export.revision.number)
        response["Content-Location"] = address("export-file", found, export=export.pk, path=path)
        return response


class BundleArchive(ExportView):
    """A succeeded export as one archive, manifest included; the same bytes every time."""

    content_negotiation_class = AsItIs
    form: str = "zip"
    content_type: str = "application/zip"

    @extend_schema(
        operation_id="bundle", responses={(200, "application/zip"): OpenApiTypes.BINARY, 304: None}
    )
    def get(self, request: Request, system: str, topology: str, export: int) -> HttpResponseBase:
        found = self.export_of(self.topology())
        if found.manifest is None:
            raise NotFound(f"The export is {found.state}; only a succeeded one has a bundle.")
        return bytes_answer(
            request,
            tag=sha256(f"{self.form}\n".encode() + encode_manifest(found.manifest)),  # it names every byte
            make=lambda: _archive(found, self.form),
            content_type=self.content_type,
            filename=f"{system}-{topology}-{found.revision.number}-{found.target}.{self.form}",
            changed=found.finished,
        )


class BundleTar(BundleArchive):
    """The same as tar.gz."""

    form = "tar.gz"
    content_type = "application/gzip"

    @extend_schema(
        operation_id="bundle_tar", responses={(200, "application/gzip"): OpenApiTypes.BINARY, 304: None}
    )
    def get(self, request: Request, system: str, topology: str, export: int) -> HttpResponseBase:
        return super().get(request, system, topology, export)


def file_answer(request: Request, export: Export, path: str) -> HttpResponseBase:
    """The bytes of one file under their digest; saved, never shown."""
    # What no path may hold need not be looked up, and PostgreSQL would not take NUL.
    file = selectors.bundle_file(export, path) if path.isprintable() else None
    if file is None:
        raise NotFound("The bundle has no such file.")
    return bytes_answer(
        request,
        tag=file.sha256,
        make=lambda: _body(file),
        content_type=TYPES.get(PurePosixPath(path).suffix, PLAIN),
        filename=PurePosixPath(path).name,
        changed=export.finished,
    )


def _body(file: BundleFile) -> bytes:
    try:
        return file.read()
    except OSError as error:
        raise Unavailable from error


def _archive(export: Export, form: str) -> bytes:
    try:
        return selectors.archive(export, form)
    except OSError as error:
        raise Unavailable from error


def _hint(topology: Topology, target: str) -> str:
    if target not in targets():
        return f"There is no target {target!r}; the targets are {', '.join(targets())}."
    return f'There is no bundle yet; ask for one: POST {{"target": "{target}"}} to {address("exports", topology)}'
