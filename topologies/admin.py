"""Everything to look at; people and their roles to change. Elements and revisions change through services only."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest

from topologies import services
from topologies.models import (
    ROWS,
    AuditEntry,
    Delivery,
    Draft,
    DraftOperation,
    Membership,
    Ownership,
    Policy,
    Proposal,
    RetiredKey,
    Revision,
    System,
    Topology,
    Vote,
    Waiver,
    Webhook,
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
    """Changes go through the services: they ask for the role and write the audit log."""

    list_display = ["slug", "label", "created"]
    search_fields = ["slug", "label"]
    inlines = [MembershipInline]
    actions = None  # many at once would pass by the services

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["slug"] if obj else []

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[type[InlineModelAdmin]]:
        return [MembershipInline] if obj else []

    def save_model(self, request: HttpRequest, obj: System, form: Any, change: bool) -> None:
        actor = cast("User", request.user)
        if change:
            services.system_change(system=obj, actor=actor, changed=form.changed_data)
        else:
            said = {"slug": obj.slug, "label": obj.label, "summary": obj.summary}
            made = services.system_create(actor=actor, **said)
            obj.pk, obj.created = made.pk, made.created

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        formset.save(commit=False)
        for row in formset.deleted_objects:
            _revoked(request, row)
        for row in [*formset.new_objects, *(row for row, _ in formset.changed_objects)]:
            _granted(request, row)

    def delete_model(self, request: HttpRequest, obj: System) -> None:
        services.system_delete(system=obj, actor=cast("User", request.user))


def _granted(request: HttpRequest, row: Membership) -> Membership:
    actor = cast("User", request.user)
    return services.membership_grant(actor=actor, system=row.system, user=row.user, role=row.role)


def _revoked(request: HttpRequest, row: Membership) -> None:
    services.membership_revoke(actor=cast("User", request.user), system=row.system, user=row.user)


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    """Changes go through the services: they ask for the role and write the audit log."""

    list_display = ["user", "system", "role"]
    list_filter = ["role", "system"]
    list_select_related = ["user", "system"]
    search_fields = ["user__username", "system__slug"]
    autocomplete_fields = ["user", "system"]
    actions = None  # many at once would pass by the services

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["user", "system"] if obj else []

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        obj.pk = _granted(request, obj).pk

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        _revoked(request, obj)


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
    list_display = ["created", "actor_name", "action", "subject", "system_name", "before", "after"]
    list_filter = ["action", "system_name"]
    search_fields = ["actor_name", "subject"]
    exclude = ["actor", "system"]  # whom they refer to may be gone; their names stay
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


@admin.register(Proposal)
class ProposalAdmin(ReadOnly):
    list_display = ["topology", "number", "title", "author", "state", "created"]
    list_filter = ["state", "topology__system"]
    list_select_related = ["topology", "author"]
    search_fields = ["title", "topology__slug", "author__username"]
    exclude = ["draft", "merged", "reverts"]  # choices that nobody has, each as long as a revision


@admin.register(Vote)
class VoteAdmin(ReadOnly):
    list_display = ["proposal", "reviewer", "verdict", "digest", "created"]
    list_filter = ["verdict", "proposal__topology__system"]
    list_select_related = ["proposal", "reviewer"]
    search_fields = ["reviewer__username", "digest", "proposal__title"]
    exclude = ["document"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("document")


@admin.register(Policy)
class PolicyAdmin(ReadOnly):
    list_display = ["topology", "minimum_approvals", "gate", "solo"]
    list_filter = ["gate", "solo"]
    list_select_related = ["topology"]
    search_fields = ["topology__slug"]


@admin.register(Ownership)
class OwnershipAdmin(ReadOnly):
    list_display = ["topology", "group", "section", "kind", "zone"]
    list_filter = ["group", "section"]
    list_select_related = ["topology", "group"]
    search_fields = ["topology__slug", "kind", "zone"]


@admin.register(Webhook)
class WebhookAdmin(ReadOnly):
    list_display = ["system", "url", "active", "created_by", "created"]
    list_filter = ["system", "active"]
    list_select_related = ["system", "created_by"]
    search_fields = ["url", "system__slug"]
    exclude = ["salt", "key_mark"]


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    list_display = ["webhook", "event", "state", "tries", "status", "created"]
    list_filter = ["state", "event"]
    list_select_related = ["webhook"]
    search_fields = ["webhook__url", "event", "error"]


class ElementAdmin(ReadOnly):
    list_display = ["key", "label", "draft"]
    list_filter = ["draft__purpose", "draft__topology__system"]
    list_select_related = ["draft__topology"]
    search_fields = ["key", "label", "draft__topology__slug"]


for _row in ROWS.values():
    admin.site.register(_row, ElementAdmin)
