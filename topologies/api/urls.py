"""Every address of the topologies under /api/v1/."""

from django.urls import path

from topologies.api.elements import ElementDetail, ElementList
from topologies.api.kinds import DocumentSchema, KindDetail, KindList
from topologies.api.revisions import RevisionDetail, RevisionDocument, RevisionList
from topologies.api.tokens import TokenRevoke
from topologies.api.topologies import DocumentDetail, TopologyDetail, TopologyList

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
    path(ONE + "revisions/", RevisionList.as_view(), name="revisions"),
    path(ONE + "revisions/<int:number>/", RevisionDetail.as_view(), name="revision"),
    path(ONE + "revisions/<int:number>/document/", RevisionDocument.as_view(), name="revision-document"),
]
