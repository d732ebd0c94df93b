"""Long lists in pages of their own address."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

MOST = 50


def paged(request: HttpRequest, rows: QuerySet[Any], most: int = MOST) -> dict[str, Any]:
    """What templates/components/pages.html shows: the page that `page` names, or the nearest one there is."""
    found: Page[Any] = Paginator(rows, most).get_page(request.GET.get("page"))
    return {
        "page": found,
        "newer_href": _href(request, found.previous_page_number()) if found.has_previous() else "",
        "older_href": _href(request, found.next_page_number()) if found.has_next() else "",
    }


def _href(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"
