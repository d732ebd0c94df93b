"""The webhooks of a system, for its administrators: addresses that are told what happens in it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from topologies import selectors
from topologies.graph import Faults
from topologies.models import Delivery, System, Webhook
from topologies.notifying import webhooks as hooks
from topologies.pages.frame import PageRequest
from topologies.pages.paging import paged
from topologies.services import Action, require

Context = dict[str, Any]
TONES = {"queued": "accent", "delivered": "good", "failed": "high"}


@require_safe
def webhooks(request: PageRequest, system: str) -> HttpResponse:
    """The addresses, and the form for another one."""
    return _list(request, _system(request, system), {})


def _system(request: PageRequest, slug: str) -> System:
    """The system, for its administrators. Raises NotFound, PermissionDenied."""
    found = selectors.system_get(user=request.user, slug=slug)
    require(request.user, Action.ADMINISTER, found)
    return found


def _hook(request: PageRequest, system: str, number: int) -> Webhook:
    return hooks.webhook_get(_system(request, system), number)


def _list(request: PageRequest, system: System, more: Context, status: int = 200) -> HttpResponse:
    context = {**_frame(system), "hooks": hooks.webhooks_of(system), **more}
    return render(request, "topologies/webhooks.html", context, status=status)


def _frame(system: System, *last: Context) -> Context:
    crumbs: list[Context] = [
        {"label": "Systems", "href": reverse("home")},
        {"label": str(system), "href": reverse("system", args=[system.slug])},
        {"label": "Webhooks", **({"href": reverse("webhooks", args=[system.slug])} if last else {})},
        *last,
    ]
    return {"section": "systems", "system": system, "crumbs": crumbs}


@require_POST
@never_cache
def webhook_add(request: PageRequest, system: str) -> HttpResponse:
    """Add one and show its secret, this once."""
    found, url = _system(request, system), request.POST.get("url", "").strip()
    try:
        hook, secret = hooks.webhook_add(system=found, actor=request.user, url=url)
    except Faults as faults:
        errors = {fault.field: fault.message for fault in faults.faults}
        return _list(request, found, {"url": url, "errors": errors}, status=422)
    return _one(request, hook, secret)


@require_safe
def webhook(request: PageRequest, system: str, number: int) -> HttpResponse:
    """One of them, and what was sent to it."""
    return _one(request, _hook(request, system, number))


def _one(request: PageRequest, hook: Webhook, secret: str = "") -> HttpResponse:
    listed = paged(request, hooks.deliveries_of(hook))
    context = {
        **listed,
        **_frame(hook.system, {"label": hook.url}),
        "hook": hook,
        "secret": secret,
        "rows": [_row(delivery) for delivery in listed["page"]],
    }
    return render(request, "topologies/webhook.html", context)


def _row(delivery: Delivery) -> Context:
    return {"delivery": delivery, "tone": TONES[delivery.state], "pending": delivery.state == "queued"}


@require_POST
@never_cache
def webhook_renew(request: PageRequest, system: str, number: int) -> HttpResponse:
    """Another secret, shown this once."""
    hook = _hook(request, system, number)
    return _one(request, hook, hooks.webhook_renew(hook=hook, actor=request.user))


@require_POST
def webhook_switch(request: PageRequest, system: str, number: int) -> HttpResponse:
    """On or off."""
    active = request.POST.get("active") == "on"
    hooks.webhook_switch(hook=_hook(request, system, number), actor=request.user, active=active)
    return redirect("webhook", system, number)


@require_POST
def webhook_remove(request: PageRequest, system: str, number: int) -> HttpResponse:
    """Take it out."""
    hook = _hook(request, system, number)
    hooks.webhook_remove(hook=hook, actor=request.user)
    messages.success(request, f"Nothing is sent to {hook.url} any more.")
    return redirect("webhooks", system)


@require_POST
def webhook_test(request: PageRequest, system: str, number: int) -> HttpResponse:
    """Send it a message that says nothing."""
    hooks.webhook_test(hook=_hook(request, system, number), actor=request.user)
    messages.info(request, "A message is on its way. Look again in a moment.")
    return redirect("webhook", system, number)


@require_POST
def delivery_resend(request: PageRequest, system: str, number: int, delivery: int) -> HttpResponse:
    """Send a message again."""
    hooks.delivery_resend(hook=_hook(request, system, number), number=delivery, actor=request.user)
    messages.info(request, "It is sent again. Look again in a moment.")
    return redirect("webhook", system, number)


urlpatterns = [
    path("", webhooks, name="webhooks"),
    path("new/", webhook_add, name="webhook-add"),
    path("<int:number>/", webhook, name="webhook"),
    path("<int:number>/secret/", webhook_renew, name="webhook-renew"),
    path("<int:number>/switch/", webhook_switch, name="webhook-switch"),
    path("<int:number>/remove/", webhook_remove, name="webhook-remove"),
    path("<int:number>/test/", webhook_test, name="webhook-test"),
    path("<int:number>/deliveries/<int:delivery>/", delivery_resend, name="delivery-resend"),
]
