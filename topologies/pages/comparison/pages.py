"""One page, three addresses: what a proposal changes, what changed since a vote, what differs between two revisions.

Each has two parts of its own, loaded after the page: evidence, and generated files.
"""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from topologies.models import Thread
from topologies.pages.comparison import evidence, files, listing
from topologies.pages.comparison.pairs import Pair
from topologies.pages.comparison.states import between_revisions, of_proposal, since_vote
from topologies.pages.frame import PageRequest
from topologies.pages.proposals.heading import Case, case_of, headed
from topologies.pages.words import topology_href
from topologies.reviews.selectors import threads_of

SHOWS = ("both", "before", "after")
MOST_FORMS = 200  # rows that one may begin a conversation at; of more, the conversation's own page is asked
Context = dict[str, Any]


@require_safe
def proposal_changes(
    request: PageRequest, system: str, topology: str, number: int, part: str = ""
) -> HttpResponse:
    """What the proposal changes about the revision that it would follow."""
    case = case_of(request, system, topology, number)
    head = headed(case, "proposal-changes") | {"head": "topologies/comparison/head_proposal.html"}
    return _answer(request, of_proposal(case), part, head | _talk(case), case.href("proposal-changes"))


@require_safe
def proposal_since(
    request: PageRequest, system: str, topology: str, number: int, vote: int, part: str = ""
) -> HttpResponse:
    """What changed since somebody voted: nothing but that."""
    case = case_of(request, system, topology, number)
    seen = case.proposal.votes.select_related("reviewer").filter(pk=vote).first()
    if seen is None:
        raise Http404("there is no such vote on this proposal")
    head = headed(case, "proposal-since") | {"head": "topologies/comparison/head_since.html", "vote": seen}
    here = reverse("proposal-since", args=[*case.address, vote])
    return _answer(request, since_vote(case, seen), part, head | _talk(case), here)


@require_safe
def revision_diff(
    request: PageRequest, system: str, topology: str, older: int, newer: int, part: str = ""
) -> HttpResponse:
    """What differs between two revisions, in the order that was asked for."""
    pair = between_revisions(request, system, topology, older, newer)
    here = reverse("revision-diff", args=[system, topology, older, newer])
    crumbs = [
        {"label": "Systems", "href": reverse("home")},
        {"label": str(pair.topology.system), "href": reverse("system", args=[system])},
        {"label": str(pair.topology), "href": topology_href(pair.topology)},
        {"label": "Revisions", "href": reverse("revisions", args=[system, topology])},
        {"label": f"r{older} to r{newer}"},
    ]
    head = {
        "head": "topologies/comparison/head_revisions.html",
        "section": "systems",
        "crumbs": crumbs,
        "topology": pair.topology,
        "title": f"{pair.topology}: r{older} to r{newer}",
        "swap_href": reverse("revision-diff", args=[system, topology, newer, older]),
    }
    return _answer(request, pair, part, head, here)


def _talk(case: Case) -> Context:
    """The conversations of the proposal, and where one begins another."""
    return {
        "threads": list(threads_of(case.proposal)),
        "conversation_href": case.href(),
        "thread_href": reverse("thread-start", args=case.address),
    }


def _answer(request: PageRequest, pair: Pair, part: str, head: Mapping[str, Any], here: str) -> HttpResponse:
    if part not in ("", "evidence", "files"):
        raise Http404(f"there is no part {part!r}")
    if part:
        return _part(request, pair, part, head, here)
    return render(request, "topologies/comparison/page.html", {**head, **_page(request, pair, here, head)})


def _page(request: PageRequest, pair: Pair, here: str, head: Mapping[str, Any]) -> Context:
    everything, shows = "all" in request.GET, request.GET.get("show", "both")
    threads: list[Thread] = head.get("threads", [])
    listed = listing.listing_of(pair)
    drawn = pair.canvas(everything=everything) if listed.rows else None
    return {
        "items": listing.discussed(listed.rows, threads),
        "counts": listed.counts,
        "total": len(listed.rows),
        "canvas": drawn,
        "svg": mark_safe(drawn.svg) if drawn else "",  # noqa: S308 - the renderer escapes every label
        "names": pair.names,
        "shows": shows if shows in SHOWS else "both",
        "show_links": [
            {"name": name, "href": f"{here}?show={name}{'&all' if everything else ''}"} for name in SHOWS
        ],
        "all_href": f"{here}?all",
        "forms": len(listed.rows) <= MOST_FORMS,
        "evidence_href": f"{here}evidence/",
        "files_href": f"{here}files/",
    }


def _part(request: PageRequest, pair: Pair, part: str, head: Mapping[str, Any], here: str) -> HttpResponse:
    """The part alone for htmx; as a page of its own for whoever has no JavaScript."""
    found = evidence.context(pair) if part == "evidence" else _files(request, pair, f"{here}files/")
    template = f"topologies/comparison/{part}.html"
    if request.htmx:
        return render(request, template, {**found, "alone": False})
    extra = {"part": template, "alone": True, "whole_href": here, "names": pair.names}
    return render(request, "topologies/comparison/part.html", {**head, **found, **extra})


def _files(request: PageRequest, pair: Pair, here: str) -> Context:
    """One target; for htmx first of all how many there are, so that there is something to see at once."""
    slug, patient = request.GET.get("target", ""), not request.htmx or "patient" in request.GET
    if request.htmx and not slug:
        return files.beginning(pair, here)
    return files.context(pair, slug, here, patient=patient)


urlpatterns = [
    path("proposals/<int:number>/changes/", proposal_changes, name="proposal-changes"),
    path("proposals/<int:number>/changes/<slug:part>/", proposal_changes, name="proposal-changes-part"),
    path("proposals/<int:number>/changes/since/<int:vote>/", proposal_since, name="proposal-since"),
    path(
        "proposals/<int:number>/changes/since/<int:vote>/<slug:part>/",
        proposal_since,
        name="proposal-since-part",
    ),
    path("revisions/<int:older>..<int:newer>/", revision_diff, name="revision-diff"),
    path("revisions/<int:older>..<int:newer>/<slug:part>/", revision_diff, name="revision-diff-part"),
]
