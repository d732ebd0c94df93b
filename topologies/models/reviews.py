"""Changes under way that ask to be reviewed: proposals, what people say of them, and what a topology asks for."""

from django.contrib.auth.models import Group, User
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from topologies.graph import SECTIONS
from topologies.models.columns import check, choice, known
from topologies.models.drafts import Draft
from topologies.models.revisions import Revision
from topologies.models.systems import Topology
from topologies.scalars import KEY_LENGTH
from topologies.validation.model import Severity

MOST_APPROVALS = 20


class Policy(models.Model):
    """What a topology asks of a change before it is merged. A topology without one asks for the defaults.

    `gate`: a new finding of this severity or above stops the merge. `solo`: whoever may publish does so alone.
    """

    topology = models.OneToOneField(Topology, models.CASCADE, related_name="policy")
    minimum_approvals = models.PositiveSmallIntegerField(
        default=1, validators=[MaxValueValidator(MOST_APPROVALS)]
    )
    gate = choice(Severity, default="high")
    solo = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "policies"
        constraints = [
            check("gate_known", known("gate", Severity)),
            check("approvals", Q(minimum_approvals__gte=1, minimum_approvals__lte=MOST_APPROVALS)),
        ]

    def __str__(self) -> str:
        return f"{self.topology}: {'solo' if self.solo else f'{self.minimum_approvals} approvals'}, gate {self.gate}"


class Ownership(models.Model):
    """Elements that a group of people answers for: one of them must approve what changes these.

    Empty = any: `section` of the document, `kind` of node or zone, `zone` that it stands in.
    """

    topology = models.ForeignKey(Topology, models.CASCADE, related_name="ownerships")
    group = models.ForeignKey(Group, models.PROTECT, related_name="+")
    section = models.CharField(
        max_length=20, blank=True, choices=[(name, name.replace("_", " ")) for name in SECTIONS]
    )
    kind = models.CharField(max_length=KEY_LENGTH, blank=True)
    zone = models.CharField(max_length=KEY_LENGTH, blank=True)

    class Meta:
        ordering = ["topology", "group", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["topology", "group", "section", "kind", "zone"], name="%(class)s_once"
            ),
            check("names_something", ~Q(section="", kind="", zone="")),
        ]

    def __str__(self) -> str:
        what = " ".join(part for part in (self.section.replace("_", " "), self.kind) if part) or "everything"
        return f"{what}{f' in {self.zone}' if self.zone else ''}: {self.group}"


class Proposal(models.Model):
    """A change of a topology that asks to be merged: its own draft on top of a base revision.

    Whether it is approved follows from its votes and its content (reviews/standing.py) and is written nowhere.
    `decisions` settle clashes with revisions that came meanwhile; `merged` is the revision that it became,
    `digest` what its approvals were bound to then.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        MERGED = "merged"
        CLOSED = "closed"

    topology = models.ForeignKey(Topology, models.CASCADE, related_name="proposals", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    why = models.TextField(max_length=8000, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="proposals")
    draft = models.OneToOneField(Draft, models.CASCADE, related_name="proposal")
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    decisions = models.JSONField(default=dict, blank=True)
    merged = models.OneToOneField(Revision, models.SET_NULL, null=True, blank=True, related_name="proposal")
    digest = models.CharField(max_length=64, blank=True)
    reverts = models.ForeignKey(Revision, models.SET_NULL, null=True, blank=True, related_name="reverted_by")
    created = models.DateTimeField(auto_now_add=True)
    submitted = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["topology", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["topology", "number"], name="%(class)s_number_once"),
            check("state_known", Q(state__in=["draft", "submitted", "merged", "closed"])),
            check("has_title", ~Q(title="")),
        ]

    def __str__(self) -> str:
        return f"#{self.number} {self.title}"


class Vote(models.Model):
    """What a reviewer said of a proposal as it was then. Only the newest of each person counts, and an approval only
    while the proposal still has this `digest`. `document` is what they saw, for showing what changed since."""

    class Verdict(models.TextChoices):
        APPROVE = "approve"
        REQUEST_CHANGES = "request changes"
        COMMENT = "comment"

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="votes")
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="votes")
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    digest = models.CharField(max_length=64)
    document = models.TextField()
    text = models.TextField(max_length=8000, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["proposal", "id"]
        constraints = [check("verdict_known", Q(verdict__in=["approve", "request changes", "comment"]))]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.verdict} {self.proposal}"


class Thread(models.Model):
    """A conversation about a proposal, an element of it, or one field. It outlives the element."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="threads")
    element = models.CharField(max_length=KEY_LENGTH, blank=True)
    field = models.CharField(max_length=200, blank=True)
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["proposal", "id"]
        constraints = [check("field_of_something", ~Q(element="") | Q(field=""))]

    def __str__(self) -> str:
        return ".".join(part for part in (self.element, self.field) if part) or "the whole proposal"


class Comment(models.Model):
    """One thing said in a thread. Never changed."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="comments")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField(max_length=8000)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["thread", "id"]
        constraints = [check("says_something", ~Q(text=""))]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:40]}"


class Notice(models.Model):
    """Something that somebody should hear of a proposal.

    `mailed` is when it left as e-mail, `mail_after` when that is tried (again), `mail_tries` how often it was. Without
    `mail_after` it does not leave.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="notices", db_index=False)
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="notices")
    actor_name = models.CharField(max_length=150)
    text = models.CharField(max_length=200)
    read = models.DateTimeField(null=True, blank=True)
    mailed = models.DateTimeField(null=True, blank=True)
    mail_after = models.DateTimeField(null=True, blank=True)
    mail_tries = models.PositiveIntegerField(default=0)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user", "read"]),
            models.Index(
                fields=["mail_after"],
                condition=Q(mailed__isnull=True, mail_after__isnull=False),
                name="notice_to_be_mailed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} {self.text}, by {self.actor_name}"
