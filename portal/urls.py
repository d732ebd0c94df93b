"""Every address of the site."""

from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path
from drf_spectacular.views import SpectacularSwaggerSplitView

from portal.health import healthz

api_page = SpectacularSwaggerSplitView.as_view(url_name="api:schema", template_name="api_docs.html")

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("topologies.pages.icons")),
    path("admin/", admin.site.urls),
    path("sign-in/", LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("sign-out/", LogoutView.as_view(), name="logout"),
    path("notices/", include("topologies.pages.notices")),
    path("account/tokens/", include("topologies.pages.tokens")),
    path("api/v1/", include("portal.api")),
    path("api/", api_page, name="api-docs"),
    path("kinds/", include("topologies.pages.kinds")),
    path("rules/", include("topologies.pages.rules")),
    # The first part of what follows is a system: topologies.models.RESERVED keeps every word above from being one.
    path("", include("topologies.pages.home")),
    path("<slug:system>/", include("topologies.pages.system")),
    # And the second a topology, but for these: topologies.models.RESERVED_TOPOLOGIES.
    path("<slug:system>/audit/", include("topologies.pages.audit")),
    path("<slug:system>/webhooks/", include("topologies.pages.webhooks")),
    path("<slug:system>/<slug:topology>/", include("topologies.pages.topology")),
    path("<slug:system>/<slug:topology>/", include("topologies.pages.element")),
    path("<slug:system>/<slug:topology>/", include("topologies.pages.reach")),
    path("<slug:system>/<slug:topology>/", include("topologies.pages.resilience")),
    path("<slug:system>/<slug:topology>/", include("topologies.pages.cost")),
    path("<slug:system>/<slug:topology>/", include("topologies.pages.downloads")),
    path("<slug:system>/<slug:topology>/", include("topologies.pages.fixing")),
    path("<slug:system>/<slug:topology>/", include("topologies.pages.comparison.pages")),
    path("<slug:system>/<slug:topology>/", include("topologies.pages.history")),
    path("<slug:system>/<slug:topology>/", include("topologies.pages.editor.urls")),
    path("<slug:system>/<slug:topology>/", include("topologies.pages.proposals.urls")),
    path("<slug:system>/<slug:topology>/exports/", include("exporters.pages")),
]
