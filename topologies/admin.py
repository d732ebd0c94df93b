"""Everything to look at; people and their roles to change. Elements and revisions change through services only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from topologies.models import (
    ROWS,
    AuditEntry,
    Draft,
    DraftOperation,
    Membership,
    RetiredKey,
    Revision,
    System,
    Topology,
    Waiver,
)


class ReadOnly(admin.ModelAdmin):
    """Shows rows and changes none."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ["user"]


@admin.register(System)
class SystemAdmin(admin.ModelAdmin):
    list_display = ["slug", "label", "created"]
    search_fields = ["slug", "label"]
    inlines = [MembershipInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["slug"] if obj else []


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ["user", "system", "role"]
    list_filter = ["role", "system"]
    list_select_related = ["user", "system"]
    search_fields = ["user__username", "system__slug"]
    autocomplete_fields = ["user", "system"]


@admin.register(Topology)
class TopologyAdmin(ReadOnly):
    list_display = ["slug", "system", "label", "environment", "created"]
    list_filter = ["environment", "system"]
    list_select_related = ["system"]
    search_fields = ["slug", "label", "system__slug"]


@admin.register(Draft)
class DraftAdmin(ReadOnly):
    list_display = ["topology", "purpose", "owner", "version", "changed", "closed"]
    list_filter = ["purpose", "topology__system"]
    list_select_related = ["topology", "owner"]
    search_fields = ["topology__slug", "owner__username"]


@admin.register(Revision)
class RevisionAdmin(ReadOnly):
    list_display = ["topology", "number", "sha256", "author", "comment", "created"]
    list_filter = ["topology__system"]
    list_select_related = ["topology", "author"]
    search_fields = ["topology__slug", "sha256", "comment"]
    exclude = ["document"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("document")


@admin.register(DraftOperation)
class DraftOperationAdmin(ReadOnly):
    list_display = ["draft", "version", "actor", "created"]
    list_filter = ["draft__topology__system"]
    list_select_related = ["draft__topology", "actor"]
    search_fields = ["request_id", "draft__topology__slug", "actor__username"]


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly):
    list_display = ["created", "actor_name", "action", "subject", "system"]
    list_filter = ["action", "system"]
    list_select_related = ["system"]
    search_fields = ["actor_name", "subject"]
    date_hierarchy = "created"


@admin.register(Waiver)
class WaiverAdmin(ReadOnly):
    list_display = ["topology", "rule", "fingerprint", "owner", "expires", "withdrawn"]
    list_filter = ["topology__system", "rule"]
    list_select_related = ["topology", "owner"]
    search_fields = ["fingerprint", "rule", "reason", "topology__slug"]


@admin.register(RetiredKey)
class RetiredKeyAdmin(ReadOnly):
    list_display = ["key", "topology"]
    list_select_related = ["topology"]
    search_fields = ["key", "topology__slug"]


class ElementAdmin(ReadOnly):
    list_display = ["key", "label", "draft"]
    list_filter = ["draft__purpose", "draft__topology__system"]
    list_select_related = ["draft__topology"]
    search_fields = ["key", "label", "draft__topology__slug"]


for _row in ROWS.values():
    admin.site.register(_row, ElementAdmin)
