"""Who may do what in the administration of the site: by model and view, from what is registered there."""

from collections.abc import Iterator

from django.contrib import admin
from django.db.models import Model
from django.urls import get_resolver, reverse

from topologies.models import Membership, System

VIEWS = ("changelist", "add", "change", "delete", "history")
# What is no view of a model -> what staff without permissions, and a superuser, get.
OTHERS = {
    "index": (200, 200),
    "login": (302, 302),
    "logout": (405, 405),
    "password_change": (200, 200),
    "password_change_done": (200, 200),
    "jsi18n": (200, 200),
    "autocomplete": (403, 403),  # without saying of which field
    "app_list": (404, 200),
    "view_on_site": (404, 404),
    "auth_user_password_change": (403, 200),
}
OURS = ("topologies", "exporters")
CHANGED_HERE = (System, Membership)


def admin_routes() -> set[str]:
    """The name of every route of the administration."""
    site = next(one for one in get_resolver().url_patterns if str(one.pattern) == "admin/")
    return {str(name) for name in site.reverse_dict if isinstance(name, str)}


def expected_names() -> set[str]:
    return {*OTHERS, *(f"{_place(model)}_{view}" for model in admin.site._registry for view in VIEWS)}


def model_cells() -> Iterator[tuple[str, type[Model], int, int]]:
    """View, model, and what staff without permissions, and a superuser, get of a row that there is."""
    for model in admin.site._registry:
        if model._meta.app_label in OURS:
            for view in VIEWS:
                refused = view in ("add", "delete") and model not in CHANGED_HERE
                yield view, model, 403, 403 if refused else 200


def admin_address(view: str, model: type[Model], row: Model | None) -> str:
    named = [str(row.pk)] if row and view in ("change", "delete", "history") else None
    return reverse(f"admin:{_place(model)}_{view}", args=named)


def other_address(name: str, person: int) -> str:
    known = {"app_list": ["topologies"], "view_on_site": [1, 1], "auth_user_password_change": [person]}
    args = known.get(name)
    return reverse(f"admin:{name}", args=args)


def _place(model: type[Model]) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"
