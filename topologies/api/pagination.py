"""Long lists in pages."""

from rest_framework.pagination import LimitOffsetPagination


class Pages(LimitOffsetPagination):
    """`?limit=100&offset=0`; at most 500 at a time."""

    default_limit = 100
    max_limit = 500
