"""The inspector: what is selected, as a form, with what hangs on it and what the rules say of it."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from topologies import services
from topologies.graph import Element, Faults, Graph, Node, Zone
from topologies.operations import Operation, cascade, parse_operations
from topologies.pages import words
from topologies.pages.describe import described
from topologies.pages.editor import answers, lists, questions
from topologies.pages.editor.opening import Desk, panel, seated
from topologies.pages.editor.remedies import fixes, remedy
from topologies.pages.findings import finding_row
from topologies.pages.frame import PageRequest

Context = dict[str, Any]
TEMPLATE = "topologies/editor/inspector.html"
MOVED = "Somebody changed the draft meanwhile. Here is how it stands now; try again."


@dataclass
class Refusal:
    """What was wrong with a form: by field, and by the form that was posted."""

    form: str = ""
    fields: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, faults: Faults, known: set[str]) -> None:
        for fault in faults.faults:
            name = fault.field if fault.field in known else ""
            text = fault.message if name or not fault.field else f"{fault.field}: {fault.message}"
            self.fields[name].append(text)


@require_http_methods(["GET", "HEAD", "POST"])
def inspector(request: PageRequest, system: str, topology: str, draft: int) -> HttpResponse:
    """The panel for `?key=...` (any number of them); a POST edits what it shows."""
    desk = seated(request, system, topology, draft)
    keys = request.GET.getlist("key")
    if request.method != "POST":
        return panel(request, desk, "Inspector", TEMPLATE, _context(desk, keys, Refusal()))
    refusal = Refusal(form=request.POST.get("_form", ""))
    if _edited(request, desk, keys, refusal):
        return redirect(f"{desk.href('inspector')}?{urlencode({'key': keys}, doseq=True)}")
    fresh = seated(request, system, topology, draft)
    return panel(request, fresh, "Inspector", TEMPLATE, _context(fresh, keys, refusal), status=422)


def _edited(request: PageRequest, desk: Desk, keys: list[str], refusal: Refusal) -> bool:
    """Make the edit that the form asks for; False where it was refused."""
    try:
        base = int(request.POST.get("_version", ""))
        operations = _operations(request, desk, keys, refusal)
        if operations:
            services.draft_edit(
                draft=desk.draft,
                actor=request.user,
                base_version=base,
                operations=operations,
                request_id=uuid4().hex,
            )
    except Faults as faults:
        refusal.add(faults, set(request.POST))
    except (services.StaleVersion, ValueError):
        refusal.fields[""].append(MOVED)
    except services.Refused as error:
        refusal.fields[""].append(str(error))
    return not refusal.fields


def _operations(request: PageRequest, desk: Desk, keys: list[str], refusal: Refusal) -> tuple[Operation, ...]:
    if "operations" in request.POST:
        return parse_operations(json.loads(request.POST["operations"]))
    if refusal.form.startswith("add-"):
        return _addition(request, desk, keys)
    elements = _known(desk.graph, keys)
    only = request.POST.get("_only", "")  # a form of one field says nothing of the others
    fields = [one for chapter in _chapters(desk.graph, elements) for one in chapter.fields]
    fields = [one for one in fields if only in ("", one.name)]
    said = answers.answers(fields, request.POST.dict())
    before = answers.answers(fields, answers.shown(fields))
    section = elements[0].section if elements else ""
    return answers.updates(section, [row.key for row in elements], answers.changed(before, said))


def _addition(request: PageRequest, desk: Desk, keys: list[str]) -> tuple[Operation, ...]:
    """What the small form under a list adds to the element that is shown."""
    elements = _known(desk.graph, keys)
    owner = elements[0] if elements else None
    slug = request.POST["_form"].removeprefix("add-")
    specs = lists.HANGING.get(owner.section if owner else "", ())
    spec = next((row for row in specs if row.slug == slug and row.adds), None)
    if spec is None:
        return ()
    values = answers.answers(lists.questions(spec.section, spec.field, desk.graph), request.POST.dict())
    if owner:
        values[spec.field] = owner.key
    return answers.addition(
        spec.section, values, services.keys_taken(topology=desk.topology, graph=desk.graph)
    )


# --- what is shown ---------------------------------------------------------------------------------------


def _known(graph: Graph, keys: list[str]) -> list[Element]:
    return [graph.by_key[key] for key in dict.fromkeys(keys) if key in graph.by_key]


def _chapters(graph: Graph, elements: list[Element]) -> tuple[questions.Chapter, ...]:
    if not elements:
        return questions.about_topology(graph.header)
    if len(elements) == 1:
        return questions.about_element(elements[0], graph)
    return questions.about_all(elements, graph)


def _context(desk: Desk, keys: list[str], refusal: Refusal) -> Context:
    graph = desk.graph
    elements = _known(graph, keys)
    one = elements[0] if len(elements) == 1 else None
    return {
        "keys": [row.key for row in elements],
        "element_section": elements[0].section if elements else "",
        "head": _head(graph, one, elements, desk),
        "chapters": [_shown(chapter, refusal) for chapter in _chapters(graph, elements)],
        "problems": refusal.fields.get("", []),
        "refused_form": refusal.form,
        "moves": answers.MOVES.get(elements[0].section if elements else "", ""),
        "lists": _lists(one, graph, refusal) if one or not elements else [],
        "ports": graph.ports_of.get(one.key, ()) if one else (),
        "findings": _findings(desk, elements),
        "removal": _removal(graph, elements),
    }


def _shown(chapter: questions.Chapter, refusal: Refusal) -> questions.Chapter:
    return chapter.with_errors(refusal.fields) if refusal.form == "fields" else chapter


def _lists(one: Element | None, graph: Graph, refusal: Refusal) -> list[Context]:
    rows = lists.hanging(one, graph)
    for row in rows:
        if refusal.form == f"add-{row['slug']}":
            row["add"] = tuple(question.with_errors(refusal.fields) for question in row["add"])
            row["refused"] = True
    return rows


def _head(graph: Graph, one: Element | None, elements: list[Element], desk: Desk) -> Context:
    if one is None:
        name = f"{len(elements)} elements" if elements else str(desk.topology)
        text = "What they share" if elements else "The topology itself"
        return {"name": name, "text": text, "icon": "ui-document", "key": "", "trail": []}
    owner = getattr(one, questions.OWNERS.get(one.section, ""), None)
    around = (
        [row for row in reversed(graph.path(one)) if row is not one] if isinstance(one, Node | Zone) else []
    )
    return {
        "name": one.name,
        "text": described(one, graph),
        "icon": words.icon_of(graph, one),
        "key": one.key,
        "section": words.SECTION_LABELS[one.section],
        "trail": [graph.by_key[owner]] if owner else around,
    }


def _findings(desk: Desk, elements: list[Element]) -> list[Context]:
    wanted = {row.key for row in elements}
    # Of nothing there is nothing to find, and nothing need be judged for it.
    found = [row for row in (desk.findings if wanted else ()) if wanted & set(row.subjects)]
    return [
        {**finding_row(row, desk.topology, desk.graph), "remedy": remedy(row.code), "fixes": fixes(row)}
        for row in found
    ]


def _removal(graph: Graph, elements: list[Element]) -> Context | None:
    """The button that removes, and what goes along."""
    if not elements:
        return None
    gone = [row.key for row in elements]
    along = sorted({key for row in gone for key in cascade(graph, row)} - set(gone))
    first = _without_inner(graph, gone)
    return {
        "operations": json.dumps([{"op": "remove", "key": key} for key in first]),
        "along": [graph.by_key[key] for key in along[:12]],
        "more": max(len(along) - 12, 0),
        "total": len(along),
    }


def _without_inner(graph: Graph, keys: list[str]) -> list[str]:
    """Those that do not go along with another one anyway."""
    inner = {key for row in keys for key in cascade(graph, row)}
    return [key for key in keys if key not in inner]


urlpatterns = [path("drafts/<int:draft>/inspector/", inspector, name="editor-inspector")]
