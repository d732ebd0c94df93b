"""What people see of exports: the tab of a topology, files, previews and comparisons."""

from exporters.pages import exports, previews

urlpatterns = [*previews.urlpatterns, *exports.urlpatterns]
