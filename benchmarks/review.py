"""What reviewing costs: the comparison, its picture, a merge, and opening a proposal. Peers work on plain dictionaries.

`python -m benchmarks.review` opens proposals on PostgreSQL and takes, in a real Chromium, how long the page of a change needs.
"""

import json
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.estate import estate
from benchmarks.timing import HEADING, Row, best_of
from topologies import documents
from topologies.comparing import compared
from topologies.comparing.canvas import canvas
from topologies.graph import Graph
from topologies.operations import apply, diff, parse_operations
from topologies.operations.merging import merge

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from topologies.models import Proposal

CHANGED, MERGED, EACH = 1_000, 10_000, 200
OPENED = (1_000, 10_000)
Operations = list[dict[str, Any]]


def sixty() -> Operations:
    """About sixty changed elements in twelve networks."""
    found: Operations = []
    for number in range(12):
        service, fresh = f"net{number}-svc{number}", f"new{number}"
        fields = {"kind": "ecs-service", "zone": f"net{number}-app-tier"}
        found += [
            {"op": "update", "key": service, "fields": {"label": f"Checkout {number}"}},
            {"op": "add", "section": "nodes", "key": fresh, "fields": fields},
            {
                "op": "add",
                "section": "ports",
                "key": f"{fresh}-port",
                "fields": {"node": fresh, "number": 80},
            },
            {"op": "connect", "key": f"{fresh}-link", "source": service, "target": fresh},
            {"op": "update", "key": f"net{number}-data-db", "fields": {"note": "seen"}},
        ]
    return found


def edited(graph: Graph, operations: Operations) -> Graph:
    return apply(graph, parse_operations(operations)).graph


def rows() -> Iterator[Row]:
    yield from _comparison()
    yield _merge()
    yield from map(_opening, OPENED)


def _comparison() -> Iterator[Row]:
    """Of two graphs that share no object, as those of two revisions."""
    old = documents.parse(estate(CHANGED))
    old_data, new_data = documents.dump(old), documents.dump(edited(old, sixty()))
    new = documents.parse(new_data)
    count = len(diff(old, new))
    plain = best_of(lambda: _plainly(old_data, new_data))
    ours = best_of(lambda: diff(old, new))
    yield Row(f"diff, {count} elements changed", CHANGED, ours, "dict by dict", plain, "no types, no order")
    dumps = best_of(lambda: (json.dumps(old_data), json.dumps(new_data)))
    pair = compared(old, new)
    drawn = best_of(lambda: canvas(pair))
    yield Row("picture of the change", CHANGED, drawn, "json.dumps of both documents", dumps)


def _plainly(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str]]:
    names = (name for name in old.keys() | new.keys() if isinstance(old.get(name, {}), dict))
    return [
        (name, key)
        for name in names
        for key in old.get(name, {}).keys() | new.get(name, {}).keys()
        if old.get(name, {}).get(key) != new.get(name, {}).get(key)
    ]


def _merge() -> Row:
    """Two branches of 200 operations that touch other networks."""
    base = documents.parse(estate(MERGED))
    mine, theirs = (edited(base, _branch(first)) for first in (0, EACH))
    data = [documents.dump(one) for one in (base, mine, theirs)]
    plain = best_of(lambda: (_plainly(data[0], data[1]), _plainly(data[0], data[2])))
    done = merge(base, mine, theirs)
    note = f"{len(done.changes)} changes, {len(done.clashes)} clashes; the peer only finds what differs"
    return Row(
        f"merge, {EACH} operations a side",
        MERGED,
        best_of(lambda: merge(base, mine, theirs)),
        "dict by dict",
        plain,
        note,
    )


def _branch(first: int) -> Operations:
    return [
        {
            "op": "update",
            "key": f"net{(first + number) // 20}-svc{(first + number) % 20}",
            "fields": {"label": f"{number}"},
        }
        for number in range(EACH)
    ]


def _opening(nodes: int) -> Row:
    """A proposal with a draft of its own; the peer writes the same rows from the document."""
    from django.contrib.auth.models import User
    from django.db import connection

    from tests.cast import unannounced
    from topologies.models import Draft
    from topologies.reviews import proposal_open
    from topologies.services import revision_create, system_create, topology_create
    from topologies.snapshots import write_graph

    person = User.objects.create_superuser(f"opener-{nodes}")
    system = system_create(actor=person, slug=f"opening-{nodes}", label="Opening", summary="")
    topology = topology_create(actor=person, system=system, slug=f"estate-{nodes}")
    document = {**estate(nodes), "topology": {"system": system.slug, "slug": topology.slug}}
    graph = documents.parse(document)
    with unannounced():  # generating files for thousands of nodes would be measured along
        revision_create(topology=topology, graph=graph, author=person)
    ours = best_of(
        lambda: proposal_open(topology=topology, actor=person, title="Change"), clock=time.perf_counter
    )

    def written() -> None:
        draft = Draft.objects.create(topology=topology, purpose="working", owner=person, header={})
        write_graph(draft, graph)

    theirs = best_of(written, runs=1, clock=time.perf_counter)
    return Row("opening a proposal", nodes, ours, "bulk_create of its rows", theirs, connection.vendor)


# --- the page -----------------------------------------------------------------------------------------------------


def main() -> None:
    from benchmarks.editor.place import place

    with (
        tempfile.TemporaryDirectory(prefix="groundplan-bench-") as name,
        place((CHANGED,), Path(name)) as where,
    ):
        print(HEADING)  # noqa: T201
        for nodes in OPENED:
            print(_opening(nodes), flush=True)  # noqa: T201
        submitted, draft = _proposed(), _proposed()
        _prepared(submitted)
        _browse(
            where.address, {submitted: ("a worker looked first",), draft: ("nobody looked first", "again")}
        )


def _browse(portal: str, looks: "Mapping[Proposal, Iterable[str]]") -> None:
    """Opens the pages in this order, each time in a profile that has seen the sign-in page alone."""
    from playwright.sync_api import sync_playwright

    from tests.support import chromium

    folder = chromium.unpacked()
    program, variables = str(folder / "chromium"), dict(chromium.environment(folder))
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=program, args=chromium.ARGUMENTS, env=variables)
        for proposal, whats in looks.items():
            for what in whats:
                address = f"{portal}/bench/estate-{CHANGED}/proposals/{proposal.number}/changes/"
                seen = _look(browser, portal, address)
                print(f"page of a change, {CHANGED} nodes, {what}: {seen}", flush=True)  # noqa: T201
        browser.close()


def _look(browser: "Browser", portal: str, address: str) -> str:
    from benchmarks.editor.editor import signed_in

    page = signed_in(browser, portal).new_page()
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => document.querySelector('[data-comparison][data-ready]')")
    ready = page.evaluate("() => performance.now()")
    answered = page.evaluate("() => performance.getEntriesByType('navigation')[0].responseEnd")
    page.get_by_role("heading", name="Recovery and cost").wait_for(timeout=120_000)
    whole = page.evaluate("() => performance.now()")
    return f"interactive {ready:.0f} ms, the answer was there after {answered:.0f}, what it does after {whole:.0f}"


def _proposed() -> "Proposal":
    """A proposal with the changes in its draft."""
    from uuid import uuid4

    from django.contrib.auth.models import User
    from django.db import connections

    from topologies.models import Topology
    from topologies.reviews import proposal_open
    from topologies.services import draft_edit

    architect = User.objects.get(username="architect")
    topology = Topology.objects.get(system__slug="bench", slug=f"estate-{CHANGED}")
    proposal = proposal_open(topology=topology, actor=architect, title="Change")
    draft_edit(
        draft=proposal.draft,
        actor=architect,
        base_version=0,
        operations=parse_operations(sixty()),
        request_id=str(uuid4()),
    )
    connections.close_all()
    return proposal


def _prepared(proposal: "Proposal") -> None:
    """Submit it, and wait until a worker has made the page, what it does, and its files."""
    from django.contrib.auth.models import AnonymousUser
    from django.db import connections

    from benchmarks.editor.place import rested
    from topologies.computed import holds
    from topologies.models import Proposal
    from topologies.pages.comparison.evidence import kept_under
    from topologies.pages.comparison.states import of_proposal
    from topologies.pages.proposals.heading import Case
    from topologies.reviews import proposal_submit

    start = time.perf_counter()
    proposal_submit(proposal=proposal, actor=proposal.author)
    pair = of_proposal(Case(Proposal.objects.get(pk=proposal.pk), AnonymousUser()))
    while not holds(kept_under(pair)):
        time.sleep(0.1)
    connections.close_all()
    print(f"a worker has looked at it after {time.perf_counter() - start:.1f} s", flush=True)  # noqa: T201
    rested()
    print(f"and at its files after {time.perf_counter() - start:.1f} s", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
