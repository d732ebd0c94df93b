"""Every address of the editor, below that of its topology."""

from topologies.pages.editor import inspector, outline, overlay, page, picture, problems, reach, start, views

urlpatterns = [
    *page.urlpatterns,
    *inspector.urlpatterns,
    *outline.urlpatterns,
    *overlay.urlpatterns,
    *picture.urlpatterns,
    *problems.urlpatterns,
    *reach.urlpatterns,
    *start.urlpatterns,
    *views.urlpatterns,
]
