"""Every address of the exporters under /api/v1/."""

from django.urls import path

from exporters.api.exports import ExportDetail, ExportList
from exporters.api.files import BundleArchive, BundleTar, FileDetail, FileList, StableFile
from exporters.api.previews import Comparison, Preview
from exporters.api.targets import TargetList
from topologies.api.urls import ONE

EXPORT = ONE + "exports/<int:export>/"

urlpatterns = [
    path("targets/", TargetList.as_view(), name="targets"),
    path(ONE + "exports/", ExportList.as_view(), name="exports"),
    path(EXPORT, ExportDetail.as_view(), name="export"),
    path(EXPORT + "files/", FileList.as_view(), name="export-files"),
    path(EXPORT + "files/<path:path>", FileDetail.as_view(), name="export-file"),
    path(EXPORT + "bundle.zip", BundleArchive.as_view(), name="export-bundle"),
    path(EXPORT + "bundle.tar.gz", BundleTar.as_view(), name="export-bundle-tar"),
    path(ONE + "compare/<slug:target>/", Comparison.as_view(), name="export-comparison"),
    path(ONE + "drafts/<int:draft>/preview/<slug:target>/", Preview.as_view(), name="export-preview"),
    path(ONE + "files/<slug:target>/<path:path>", StableFile.as_view(), name="stable-file"),
]
