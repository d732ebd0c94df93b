"""Every address under /api/v1/. Each app lists its own; what none of them knows is not found, in our shape."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView

from topologies.api.unknown import UnknownAddress

app_name = "api"

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("", include("topologies.api.urls")),
    path("", include("exporters.api.urls")),
    re_path("", UnknownAddress.as_view(), name="unknown"),
]
