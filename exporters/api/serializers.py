"""The shapes of answers and bodies, for checking and for the OpenAPI document."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from exporters.models import BundleFile, Export
from topologies.api.serializers import address


class TargetSerializer(serializers.Serializer):
    """One generator of configuration."""

    slug = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # taken off the class by its metaclass
    summary = serializers.CharField()
    judged_by = serializers.CharField(help_text="The program that must accept the files.")
    version = serializers.IntegerField(help_text="Raised whenever the same topology gives other bytes.")


class RequestSerializer(serializers.Serializer):
    target = serializers.CharField(max_length=80, help_text="Slug of a target.")


class ExportSerializer(serializers.ModelSerializer):
    """One export; `done` of `total` files are made."""

    revision = serializers.IntegerField(source="revision.number")
    requested_by = serializers.CharField(source="requested_by.username", default=None, allow_null=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = Export
        fields = [
            "id",
            "target",
            "generator_version",
            "revision",
            "state",
            "done",
            "total",
            "error",
            "requested_by",
            "requested",
            "started",
            "finished",
            "url",
        ]

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, export: Export) -> str:
        return address("export", self.context["topology"], request=self.context["request"], export=export.pk)


class FileSerializer(serializers.ModelSerializer):
    """One file of a bundle."""

    url = serializers.SerializerMethodField()

    class Meta:
        model = BundleFile
        fields = ["path", "sha256", "size", "url"]

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, file: BundleFile) -> str:
        topology, request = self.context["topology"], self.context["request"]
        return address("export-file", topology, request=request, export=file.export_id, path=file.path)


class ExportDetailSerializer(ExportSerializer):
    """One export with its files, which are there once it has succeeded."""

    files = FileSerializer(many=True)

    class Meta(ExportSerializer.Meta):
        fields = [*ExportSerializer.Meta.fields, "files"]
