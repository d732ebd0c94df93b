"""Every address of the topologies under /api/v1/."""

from django.urls import path

from topologies.api.audit import AuditLines, AuditLog
from topologies.api.drafts import DraftDetail, DraftDocument, DraftList, DraftOperations, DraftPublish
from topologies.api.editing import DraftFindings, DraftLayout, DraftPresence, DraftState
from topologies.api.elements import ElementDetail, ElementList
from topologies.api.events import DraftEvents
from topologies.api.findings import ChangePreview, FindingList, FindingReport
from topologies.api.kinds import DocumentSchema, KindDetail, KindList
from topologies.api.notices import NoticeList, NoticeMail, NoticeRead, NoticesRead
from topologies.api.options import Options
from topologies.api.policies import OwnershipDetail, OwnershipList, PolicyDetail
from topologies.api.proposals import (
    ProposalClose,
    ProposalDetail,
    ProposalDocument,
    ProposalList,
    ProposalMerge,
    ProposalReopen,
    ProposalSubmit,
    ProposalUpdate,
    ProposalWithdraw,
    RevisionRevert,
)
from topologies.api.questions import Cost, Failures, Reach
from topologies.api.reviewing import (
    CommentList,
    ProposalChanges,
    ProposalClashes,
    ProposalJudgement,
    ThreadDetail,
    ThreadList,
    VoteList,
)
from topologies.api.revisions import RevisionDetail, RevisionDocument, RevisionList
from topologies.api.tokens import TokenRevoke
from topologies.api.topologies import DocumentDetail, TopologyDetail, TopologyList
from topologies.api.waivers import WaiverDetail, WaiverList
from topologies.api.webhooks import (
    DeliveryList,
    DeliveryResend,
    WebhookDetail,
    WebhookList,
    WebhookSecret,
    WebhookTest,
)

ONE = "topologies/<slug:system>/<slug:topology>/"
REVISION = ONE + "revisions/<int:number>/"
DRAFT = ONE + "drafts/<int:draft>/"
PROPOSAL = ONE + "proposals/<int:number>/"
THREAD = PROPOSAL + "threads/<int:thread>/"
SYSTEM = "systems/<slug:system>/"
WEBHOOK = SYSTEM + "webhooks/<int:number>/"

urlpatterns = [
    path("revoke-token/", TokenRevoke.as_view(), name="revoke-token"),
    path("kinds/", KindList.as_view(), name="kinds"),
    path("kinds/<slug:slug>/", KindDetail.as_view(), name="kind"),
    path("document-schema/", DocumentSchema.as_view(), name="document-schema"),
    path("topologies/", TopologyList.as_view(), name="topologies"),
    path(ONE, TopologyDetail.as_view(), name="topology"),
    path(ONE + "document/", DocumentDetail.as_view(), name="document"),
    path(ONE + "elements/", ElementList.as_view(), name="elements"),
    path(ONE + "elements/<slug:key>/", ElementDetail.as_view(), name="element"),
    path(ONE + "findings/", FindingList.as_view(), name="findings"),
    path(ONE + "reach/", Reach.as_view(), name="reach"),
    path(ONE + "resilience/", Failures.as_view(), name="resilience"),
    path(ONE + "cost/", Cost.as_view(), name="cost"),
    path(SYSTEM + "options/", Options.as_view(), name="options"),
    path(ONE + "findings.<slug:ending>", FindingReport.as_view(), name="finding-report"),
    path(ONE + "preview/", ChangePreview.as_view(), name="preview"),
    path(ONE + "waivers/", WaiverList.as_view(), name="waivers"),
    path(ONE + "waivers/<int:number>/", WaiverDetail.as_view(), name="waiver"),
    path(ONE + "revisions/", RevisionList.as_view(), name="revisions"),
    path(REVISION, RevisionDetail.as_view(), name="revision"),
    path(REVISION + "document/", RevisionDocument.as_view(), name="revision-document"),
    path(ONE + "drafts/", DraftList.as_view(), name="drafts"),
    path(DRAFT, DraftDetail.as_view(), name="draft"),
    path(DRAFT + "document/", DraftDocument.as_view(), name="draft-document"),
    path(DRAFT + "operations/", DraftOperations.as_view(), name="draft-operations"),
    path(DRAFT + "state/", DraftState.as_view(), name="draft-state"),
    path(DRAFT + "events/", DraftEvents.as_view(), name="draft-events"),
    path(DRAFT + "presence/", DraftPresence.as_view(), name="draft-presence"),
    path(DRAFT + "findings/", DraftFindings.as_view(), name="draft-findings"),
    path(DRAFT + "layout/", DraftLayout.as_view(), name="draft-layout"),
    path(DRAFT + "publish/", DraftPublish.as_view(), name="draft-publish"),
    path(REVISION + "revert/", RevisionRevert.as_view(), name="revision-revert"),
    path(ONE + "policy/", PolicyDetail.as_view(), name="policy"),
    path(ONE + "ownerships/", OwnershipList.as_view(), name="ownerships"),
    path(ONE + "ownerships/<int:number>/", OwnershipDetail.as_view(), name="ownership"),
    path(ONE + "proposals/", ProposalList.as_view(), name="proposals"),
    path(PROPOSAL, ProposalDetail.as_view(), name="proposal"),
    path(PROPOSAL + "document/", ProposalDocument.as_view(), name="proposal-document"),
    path(PROPOSAL + "submit/", ProposalSubmit.as_view(), name="proposal-submit"),
    path(PROPOSAL + "withdraw/", ProposalWithdraw.as_view(), name="proposal-withdraw"),
    path(PROPOSAL + "close/", ProposalClose.as_view(), name="proposal-close"),
    path(PROPOSAL + "reopen/", ProposalReopen.as_view(), name="proposal-reopen"),
    path(PROPOSAL + "update/", ProposalUpdate.as_view(), name="proposal-update"),
    path(PROPOSAL + "merge/", ProposalMerge.as_view(), name="proposal-merge"),
    path(PROPOSAL + "changes/", ProposalChanges.as_view(), name="proposal-changes"),
    path(PROPOSAL + "clashes/", ProposalClashes.as_view(), name="proposal-clashes"),
    path(PROPOSAL + "judgement/", ProposalJudgement.as_view(), name="proposal-judgement"),
    path(PROPOSAL + "votes/", VoteList.as_view(), name="votes"),
    path(PROPOSAL + "threads/", ThreadList.as_view(), name="threads"),
    path(THREAD, ThreadDetail.as_view(), name="thread"),
    path(THREAD + "comments/", CommentList.as_view(), name="thread-comments"),
    path("notices/", NoticeList.as_view(), name="notices"),
    path("notices/read/", NoticesRead.as_view(), name="notices-read"),
    path("notices/mail/", NoticeMail.as_view(), name="notices-mail"),
    path("notices/<int:number>/read/", NoticeRead.as_view(), name="notice-read"),
    path(SYSTEM + "audit/", AuditLog.as_view(), name="audit"),
    path(SYSTEM + "audit.jsonl", AuditLines.as_view(), name="audit-lines"),
    path(SYSTEM + "webhooks/", WebhookList.as_view(), name="webhooks"),
    path(WEBHOOK, WebhookDetail.as_view(), name="webhook"),
    path(WEBHOOK + "secret/", WebhookSecret.as_view(), name="webhook-secret"),
    path(WEBHOOK + "test/", WebhookTest.as_view(), name="webhook-test"),
    path(WEBHOOK + "deliveries/", DeliveryList.as_view(), name="deliveries"),
    path(WEBHOOK + "deliveries/<int:delivery>/send-again/", DeliveryResend.as_view(), name="delivery-resend"),
]
