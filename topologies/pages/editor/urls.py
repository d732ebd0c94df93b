"""Every address of the editor, below that of its topology."""

from topologies.pages.editor import inspector, outline, page, problems, reach, start, views

urlpatterns = [
    *page.urlpatterns,
    *inspector.urlpatterns,
    *outline.urlpatterns,
    *problems.urlpatterns,
    *reach.urlpatterns,
    *start.urlpatterns,
    *views.urlpatterns,
]
