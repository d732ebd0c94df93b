"""Every address of the topologies under /api/v1/."""

from django.urls import path

from topologies.api.drafts import DraftDetail, DraftDocument, DraftList, DraftOperations, DraftPublish
from topologies.api.editing import DraftFindings, DraftLayout, DraftPresence, DraftState
from topologies.api.elements import ElementDetail, ElementList
from topologies.api.events import DraftEvents
from topologies.api.findings import ChangePreview, FindingList, FindingReport
from topologies.api.kinds import DocumentSchema, KindDetail, KindList
from topologies.api.options import Options
from topologies.api.questions import Cost, Failures, Reach
from topologies.api.revisions import RevisionDetail, RevisionDocument, RevisionList
from topologies.api.tokens import TokenRevoke
from topologies.api.topologies import DocumentDetail, TopologyDetail, TopologyList
from topologies.api.waivers import WaiverDetail, WaiverList

ONE = "topologies/<slug:system>/<slug:topology>/"

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
    path("systems/<slug:system>/options/", Options.as_view(), name="options"),
    path(ONE + "findings.<slug:ending>", FindingReport.as_view(), name="finding-report"),
    path(ONE + "preview/", ChangePreview.as_view(), name="preview"),
    path(ONE + "waivers/", WaiverList.as_view(), name="waivers"),
    path(ONE + "waivers/<int:number>/", WaiverDetail.as_view(), name="waiver"),
    path(ONE + "revisions/", RevisionList.as_view(), name="revisions"),
    path(ONE + "revisions/<int:number>/", RevisionDetail.as_view(), name="revision"),
    path(ONE + "revisions/<int:number>/document/", RevisionDocument.as_view(), name="revision-document"),
    path(ONE + "drafts/", DraftList.as_view(), name="drafts"),
    path(ONE + "drafts/<int:draft>/", DraftDetail.as_view(), name="draft"),
    path(ONE + "drafts/<int:draft>/document/", DraftDocument.as_view(), name="draft-document"),
    path(ONE + "drafts/<int:draft>/operations/", DraftOperations.as_view(), name="draft-operations"),
    path(ONE + "drafts/<int:draft>/state/", DraftState.as_view(), name="draft-state"),
    path(ONE + "drafts/<int:draft>/events/", DraftEvents.as_view(), name="draft-events"),
    path(ONE + "drafts/<int:draft>/presence/", DraftPresence.as_view(), name="draft-presence"),
    path(ONE + "drafts/<int:draft>/findings/", DraftFindings.as_view(), name="draft-findings"),
    path(ONE + "drafts/<int:draft>/layout/", DraftLayout.as_view(), name="draft-layout"),
    path(ONE + "drafts/<int:draft>/publish/", DraftPublish.as_view(), name="draft-publish"),
]
