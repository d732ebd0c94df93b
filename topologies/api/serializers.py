"""The shapes of answers and bodies, for checking and for the OpenAPI document."""

from typing import get_args

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from topologies.graph import SECTIONS, Environment
from topologies.models import Draft, Revision, Topology
from topologies.scalars import KEY_LENGTH
from topologies.validation.waivers import State as WaiverState

MOST_OPERATIONS = 20_000


class FaultSerializer(serializers.Serializer):
    element = serializers.CharField(help_text="Key of the element; empty where the fault is in no element.")
    field = serializers.CharField(help_text="Dotted path of the field.")
    message = serializers.CharField()


class RefusalSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="Stable, for machines: invalid, not_found, permission_denied, ...")
    message = serializers.CharField(help_text="For people.")
    faults = FaultSerializer(many=True)


class ErrorSerializer(serializers.Serializer):
    """The one shape of everything that is refused."""

    error = RefusalSerializer()


class TopologySerializer(serializers.ModelSerializer):
    """One topology and its newest revision; null while nothing is approved."""

    system = serializers.CharField(source="system.slug")
    environment = serializers.ChoiceField(choices=get_args(Environment))
    revision = serializers.IntegerField(source="latest_number", allow_null=True)
    sha256 = serializers.CharField(
        source="latest_sha256", allow_null=True, help_text="Digest of the newest revision's document."
    )
    approved = serializers.DateTimeField(source="latest_created", allow_null=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = Topology
        fields = ["system", "slug", "label", "environment", "revision", "sha256", "approved", "url"]

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, topology: Topology) -> str:
        return address("topology", topology, request=self.context.get("request"))


class RevisionSerializer(serializers.ModelSerializer):
    """One approved state; its document has an address of its own."""

    author = serializers.CharField(source="author.username")

    class Meta:
        model = Revision
        fields = ["number", "sha256", "author", "comment", "created"]


class ElementSerializer(serializers.Serializer):
    """An element as it stands in the document."""

    section = serializers.ChoiceField(choices=list(SECTIONS))
    key = serializers.CharField()
    zones = serializers.ListField(
        child=serializers.CharField(), help_text="Where it stands, innermost first."
    )
    fields = serializers.DictField(  # type: ignore[assignment]  # the metaclass keeps it apart
        help_text="Fields at their default are left out."
    )


def address(name: str, topology: Topology, *, request=None, **more: object) -> str:
    """The address of a view of this topology."""
    kwargs = {"system": topology.system.slug, "topology": topology.slug, **more}
    return reverse(f"api:{name}", kwargs=kwargs, request=request)


class FixSerializer(serializers.Serializer):
    """One way out of a finding."""

    text = serializers.CharField()
    operations = serializers.ListField(child=serializers.DictField(), help_text="As a draft takes them.")


class AcceptanceSerializer(serializers.Serializer):
    """Who accepts a finding, why, and until when."""

    id = serializers.IntegerField()
    owner = serializers.CharField()
    reason = serializers.CharField()
    expires = serializers.DateField()


class FindingSerializer(serializers.Serializer):
    """One violation of one rule."""

    code = serializers.CharField()
    title = serializers.CharField()
    severity = serializers.ChoiceField(choices=["critical", "high", "medium", "low"])
    verdict = serializers.ChoiceField(choices=["fail", "unknown"])
    subjects = serializers.ListField(child=serializers.CharField(), help_text="Keys of elements.")
    message = serializers.CharField()
    evidence = serializers.JSONField()
    fingerprint = serializers.CharField(help_text="The same for the same finding in every revision.")
    missing = serializers.ListField(
        child=serializers.CharField(), help_text="Of an unknown: the facts that the model lacks."
    )

    fixes = FixSerializer(many=True, help_text="Ways out, any one of which is enough.")
    waiver = AcceptanceSerializer(allow_null=True, help_text="Who accepts it today.")


class PreviewRequestSerializer(serializers.Serializer):
    operations = serializers.ListField(child=serializers.DictField(), max_length=1000)


class PreviewSerializer(serializers.Serializer):
    """Findings that would go, and those that would come."""

    removed = FindingSerializer(many=True)
    added = FindingSerializer(many=True)


class WaiverSerializer(AcceptanceSerializer):
    """A finding that somebody accepted. On the day `expires` it fails again."""

    rule = serializers.CharField()
    fingerprint = serializers.CharField()
    state = serializers.ChoiceField(choices=get_args(WaiverState))


class WaiverRequestSerializer(serializers.Serializer):
    fingerprint = serializers.CharField(max_length=16)
    reason = serializers.CharField(max_length=2000)
    expires = serializers.DateField(help_text="A day to come, at most WAIVER_DAYS away.")
    owner = serializers.CharField(
        max_length=150, allow_blank=True, default="", help_text="Who answers for it; you unless named."
    )
    proposal = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        help_text="The proposal whose merge would bring the finding; without it, the finding is of the newest revision.",
    )


class KindSerializer(serializers.Serializer):
    """One entry of the kind catalogue."""

    slug = serializers.CharField()
    section = serializers.ChoiceField(choices=["nodes", "zones"])
    label = serializers.CharField()  # type: ignore[assignment]  # taken off the class by its metaclass
    summary = serializers.CharField()
    concern = serializers.CharField()
    icon = serializers.CharField(help_text="Name of a file of static/icons/.")
    provider = serializers.CharField(allow_blank=True)
    parents = serializers.ListField(child=serializers.CharField(allow_blank=True))
    ports = serializers.ListField(child=serializers.DictField())
    traits = serializers.ListField(child=serializers.CharField())
    properties = serializers.DictField(help_text="JSON Schema of the typed properties.")


class OperationsSerializer(serializers.Serializer):
    """Edits on top of the version they were made for. The same `request_id` is applied once. `undoes` is the version
    of an edit of yours that they take back."""

    base_version = serializers.IntegerField(min_value=0, max_value=2**31 - 1)
    request_id = serializers.CharField(max_length=80)
    operations = serializers.ListField(child=serializers.DictField(), max_length=MOST_OPERATIONS)
    undoes = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False, allow_null=True)


class ChangeSerializer(serializers.Serializer):
    """One element before and after; null = not there. Of a view that stays, only the placements that differ. The
    topology itself has section "topology" and no key."""

    section = serializers.CharField()
    key = serializers.CharField(allow_blank=True)
    before = serializers.DictField(allow_null=True)
    after = serializers.DictField(allow_null=True)


class EditSerializer(serializers.Serializer):
    """What an edit led to; posting `inverse` undoes it."""

    version = serializers.IntegerField()
    inverse = serializers.ListField(child=serializers.DictField())
    changes = ChangeSerializer(many=True)


class LoggedEditSerializer(EditSerializer):
    """An edit in the log of a draft."""

    request_id = serializers.CharField()
    actor = serializers.CharField()
    operations = serializers.ListField(child=serializers.DictField())
    undoes = serializers.IntegerField(allow_null=True)
    created = serializers.DateTimeField()


class SinceSerializer(serializers.Serializer):
    since = serializers.IntegerField(min_value=0, max_value=2**31 - 1, required=False)


class EventsSerializer(SinceSerializer):
    brief = serializers.BooleanField(default=False, help_text="Tell what is so now, and end.")


class LogSerializer(serializers.Serializer):
    """Edits after a version, oldest first. Where the last is older than `version`, ask again from there."""

    version = serializers.IntegerField()
    edits = LoggedEditSerializer(many=True)


class StepSerializer(serializers.Serializer):
    """An edit of yours that can be undone or redone: post `inverse`, and `version` as `undoes`."""

    version = serializers.IntegerField()
    request_id = serializers.CharField()
    inverse = serializers.ListField(child=serializers.DictField())
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]  # taken off the class by its metaclass
    focus = serializers.ListField(child=serializers.CharField())


class DraftStateSerializer(serializers.Serializer):
    version = serializers.IntegerField()
    document = serializers.DictField()
    used = serializers.ListField(
        child=serializers.CharField(), help_text="keys of the past that are not given again"
    )
    undo = StepSerializer(many=True)
    redo = StepSerializer(many=True)


class PresenceSerializer(serializers.Serializer):
    selection = serializers.ListField(child=serializers.SlugField(max_length=KEY_LENGTH), max_length=100)


class DraftFindingsSerializer(serializers.Serializer):
    """`problems` counts those that nobody has waived."""

    version = serializers.IntegerField()
    problems = serializers.IntegerField()
    findings = FindingSerializer(many=True)


class LayoutSerializer(serializers.Serializer):
    view = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField()
    boxes = serializers.DictField(
        child=serializers.ListField(child=serializers.FloatField(), min_length=4, max_length=4)
    )


class DraftSerializer(serializers.ModelSerializer):
    """A state that somebody works on."""

    owner = serializers.CharField(source="owner.username")
    base = serializers.IntegerField(source="base.number", allow_null=True, default=None)

    class Meta:
        model = Draft
        fields = ["id", "version", "owner", "base", "created", "changed", "closed"]


class PublishSerializer(serializers.Serializer):
    comment = serializers.CharField(max_length=4000, allow_blank=True, default="")
