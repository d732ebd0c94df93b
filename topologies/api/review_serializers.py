"""The shapes of proposals and of what is said about them."""

from typing import Any, get_args

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from topologies.api.serializers import ChangeSerializer, FindingSerializer, address
from topologies.models import Comment, Ownership, Policy, Proposal, Thread, Vote
from topologies.models.reviews import MOST_APPROVALS
from topologies.operations.merging import model as merging
from topologies.scalars import KEY_LENGTH
from topologies.validation.model import SEVERITIES

LONGEST = 8000
TAKES = ("mine", "theirs", "both", "edit")


class ProposalSerializer(serializers.ModelSerializer):
    """A change that asks to be merged. Its elements are those of `draft`, edited like any draft's."""

    author = serializers.CharField(source="author.username")
    state = serializers.ChoiceField(choices=Proposal.State.choices)
    draft = serializers.IntegerField(source="draft_id")
    base = serializers.IntegerField(source="draft.base.number", allow_null=True, default=None)
    merged = serializers.IntegerField(source="merged.number", allow_null=True, default=None)
    reverts = serializers.IntegerField(source="reverts.number", allow_null=True, default=None)
    url = serializers.SerializerMethodField()

    class Meta:
        model = Proposal
        fields = [
            "number",
            "title",
            "why",
            "author",
            "state",
            "draft",
            "base",
            "merged",
            "reverts",
            "created",
            "submitted",
            "ended",
            "url",
        ]

    @extend_schema_field(serializers.URLField())
    def get_url(self, proposal: Proposal) -> str:
        request = self.context.get("request")
        return address("proposal", proposal.topology, request=request, number=proposal.number)


class ProposalDetailSerializer(ProposalSerializer):
    """The same with `digest`, which approvals are bound to: it covers the document, the decisions about clashes, the
    rules and the generators."""

    digest = serializers.CharField()
    decisions = serializers.DictField()

    class Meta(ProposalSerializer.Meta):
        fields = [*ProposalSerializer.Meta.fields, "digest", "decisions"]


class ProposalFilterSerializer(serializers.Serializer):
    state = serializers.ChoiceField(choices=Proposal.State.choices, required=False)


class OpeningSerializer(serializers.Serializer):
    title = serializers.CharField(max_length=200)
    why = serializers.CharField(max_length=LONGEST, allow_blank=True, default="")
    draft = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        help_text="An open draft of your own that becomes the proposal's; else it gets a new one.",
    )


class AmendSerializer(serializers.Serializer):
    """What is left out stays as it is."""

    title = serializers.CharField(max_length=200, required=False)
    why = serializers.CharField(max_length=LONGEST, allow_blank=True, required=False)


class MergeSerializer(serializers.Serializer):
    digest = serializers.RegexField(
        "^[0-9a-f]{64}$", required=False, help_text="The content that you mean: any other is refused."
    )


class VoteSerializer(serializers.ModelSerializer):
    """What somebody said of the proposal as it was then. `current`: whether it still is."""

    reviewer = serializers.CharField(source="reviewer.username")
    verdict = serializers.ChoiceField(choices=Vote.Verdict.choices)
    current = serializers.SerializerMethodField()

    class Meta:
        model = Vote
        fields = ["id", "reviewer", "verdict", "digest", "current", "text", "created"]

    def get_current(self, vote: Vote) -> bool:
        return vote.digest == self.context.get("digest")


class VotingSerializer(serializers.Serializer):
    verdict = serializers.ChoiceField(choices=Vote.Verdict.choices)
    text = serializers.CharField(max_length=LONGEST, allow_blank=True, default="")
    digest = serializers.RegexField(
        "^[0-9a-f]{64}$",
        required=False,
        help_text="What you looked at: 409 when it is something else by now.",
    )


class CommentSerializer(serializers.ModelSerializer):
    author = serializers.CharField(source="author.username")

    class Meta:
        model = Comment
        fields = ["id", "author", "text", "created"]


class ThreadSerializer(serializers.ModelSerializer):
    """A conversation about the whole, an element, or one field of it."""

    resolved_by = serializers.CharField(source="resolved_by.username", allow_null=True, default=None)
    comments = CommentSerializer(many=True)

    class Meta:
        model = Thread
        fields = ["id", "element", "field", "resolved_by", "created", "comments"]


class CommentingSerializer(serializers.Serializer):
    text = serializers.CharField(max_length=LONGEST)


class ThreadStartSerializer(CommentingSerializer):
    element = serializers.CharField(max_length=KEY_LENGTH, allow_blank=True, default="")
    field = serializers.CharField(max_length=200, allow_blank=True, default="")


class ResolveSerializer(serializers.Serializer):
    resolved = serializers.BooleanField()


class SinceVoteSerializer(serializers.Serializer):
    since = serializers.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, help_text="Number of a vote: what changed after it."
    )


class ChangesSerializer(serializers.Serializer):
    """What the proposal changes about the newest revision, or about what a vote saw."""

    digest = serializers.CharField()
    changes = ChangeSerializer(many=True)


class ClashSerializer(serializers.Serializer):
    """Two changes that cannot both stand, or that somebody has to see side by side."""

    id = serializers.CharField()
    kind = serializers.ChoiceField(choices=get_args(merging.Kind))
    key = serializers.CharField(allow_blank=True)
    field = serializers.CharField(allow_blank=True)
    message = serializers.CharField()
    base = serializers.JSONField(allow_null=True)
    mine = serializers.JSONField(allow_null=True)
    theirs = serializers.JSONField(allow_null=True)
    others = serializers.ListField(child=serializers.CharField())
    options = serializers.ListField(child=serializers.ChoiceField(choices=TAKES))
    decision = serializers.DictField(allow_null=True, help_text="As it was decided; null while it is open.")


class ClashesSerializer(serializers.Serializer):
    open = serializers.IntegerField(help_text="How many still ask for a decision.")
    clashes = ClashSerializer(many=True)


class DecisionsSerializer(serializers.Serializer):
    decisions = serializers.DictField(
        help_text='By the id of the clash: {"take": "mine"}, or "theirs", "both", or "edit" with a "value". Null takes a '
        "decision back."
    )


class StandingSerializer(serializers.Serializer):
    word = serializers.CharField()
    approved = serializers.BooleanField()
    missing = serializers.ListField(child=serializers.CharField())
    approvals = serializers.ListField(child=serializers.CharField())
    outdated = serializers.ListField(
        child=serializers.CharField(), help_text="Who approved what it was before."
    )
    objections = serializers.ListField(child=serializers.CharField())


class JudgementSerializer(serializers.Serializer):
    """Everything that decides about the merge, as of `newest`, the revision that it would follow."""

    digest = serializers.CharField()
    newest = serializers.IntegerField(allow_null=True)
    mergeable = serializers.BooleanField()
    clashes_open = serializers.IntegerField()
    standing = StandingSerializer()
    introduced = FindingSerializer(many=True)
    fixed = FindingSerializer(many=True)
    blocking = FindingSerializer(many=True)


class PolicySerializer(serializers.ModelSerializer):
    """What a topology asks of a change."""

    minimum_approvals = serializers.IntegerField(min_value=1, max_value=MOST_APPROVALS)
    gate = serializers.ChoiceField(
        choices=SEVERITIES, help_text="A new finding of this severity or above stops the merge."
    )
    solo = serializers.BooleanField(help_text="Whoever may publish does so alone.")

    class Meta:
        model = Policy
        fields = ["minimum_approvals", "gate", "solo"]


class OwnershipSerializer(serializers.ModelSerializer):
    """Elements that a group of people answers for; empty = any."""

    group = serializers.CharField(source="group.name")
    section = serializers.CharField(allow_blank=True)

    class Meta:
        model = Ownership
        fields = ["id", "group", "section", "kind", "zone"]


class OwningSerializer(serializers.Serializer):
    group = serializers.CharField(max_length=150)
    section = serializers.CharField(max_length=20, allow_blank=True, default="", help_text="Of the document.")
    kind = serializers.CharField(max_length=KEY_LENGTH, allow_blank=True, default="")
    zone = serializers.CharField(max_length=KEY_LENGTH, allow_blank=True, default="")


def clash_data(clash: merging.Clash, decisions: dict[str, Any], *, still_open: bool) -> dict[str, Any]:
    return {
        "id": clash.id,
        "kind": clash.kind,
        "key": clash.key,
        "field": clash.field,
        "message": clash.message,
        **clash.states._asdict(),
        "others": list(clash.others),
        "options": list(clash.options),
        "decision": None if still_open else decisions.get(clash.id),
    }
