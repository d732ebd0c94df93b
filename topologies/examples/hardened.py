"""Repaired copies of examples: `<system>/<slug>-hardened.yaml` names its base and the changes made to it.

    base: production                  # another topology of the same system
    label: Production, hardened
    summary: What this copy is.
    changes:
      - removes: [NET01, RES02]       # the rules whose findings this change takes away
        why: One sentence or two.     # shown in the notes of the copy, and in docs/hardened.md
        operations: [{op: update, key: db, fields: {...}}, ...]   # as they are posted to a draft

The copy is the base after these operations, under its own name: it differs by nothing else. The notes come first, one for
each change, and those of the base follow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, ValidationError

from topologies.documents import dump_value
from topologies.graph import Fault, Faults, Graph, Header, Note, Value, build
from topologies.graph.base import faults_of
from topologies.operations import Configure, Operation, apply, parse_operations
from topologies.scalars import Key, LongText, Text

Code = Annotated[str, Field(pattern=r"^[A-Z]{3}[0-9]{2}$")]


class Step(Value):
    """One group of operations: which rules' findings it removes, and why in this way."""

    removes: Annotated[tuple[Code, ...], Field(min_length=1)]
    why: Annotated[LongText, Field(min_length=1)]
    operations: tuple[dict[str, Any], ...]


class Recipe(Value):
    """What a hardened file holds."""

    base: Key
    label: Text
    summary: LongText
    changes: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Hardening:
    """A recipe with its operations parsed."""

    recipe: Recipe
    operations: tuple[Operation, ...]

    def applied_to(self, graph: Graph, slug: str) -> Graph:
        """The copy of this base. Raises Faults where an operation does not fit it."""
        done = apply(graph, [*self.operations, self._said(graph.header)]).graph
        header = Header.model_validate({**dump_value(done.header), "slug": slug})
        return build(header, done.elements())

    def _said(self, header: Header) -> Configure:
        recipe = self.recipe
        said = [dump_value(note) for note in (*notes(recipe.changes), *header.notes)]
        fields = {"label": recipe.label, "summary": recipe.summary, "notes": said}
        return Configure(fields=fields)


def notes(changes: Sequence[Step]) -> list[Note]:
    """What each change is for, in the order in which they are made."""
    return [
        Note(text=f"{', '.join(step.removes)}: {step.why}", stated_in=f"Change {place}")
        for place, step in enumerate(changes, 1)
    ]


def operations_of(step: Step) -> tuple[Operation, ...]:
    """The operations of one change. Raises Faults by operation."""
    return parse_operations([dict(row) for row in step.operations])


def is_hardened(data: Any) -> bool:
    """Whether an example file is a recipe."""
    return isinstance(data, Mapping) and "base" in data


def read(data: Any) -> Hardening:
    """A recipe from YAML data. Raises Faults by field, and by operation of each change."""
    try:
        recipe = Recipe.model_validate(data)
    except ValidationError as error:
        raise Faults(faults_of("", error)) from None
    found: list[Operation] = []
    faults: list[Fault] = []
    for place, step in enumerate(recipe.changes):
        try:
            found.extend(operations_of(step))
        except Faults as wrong:
            faults += [
                Fault(one.element, f"changes.{place}.{one.field}", one.message) for one in wrong.faults
            ]
    if faults:
        raise Faults(faults)
    return Hardening(recipe, tuple(found))


def page(copies: Mapping[str, Recipe]) -> str:
    """All recipes as one Markdown page, by the name of the copy."""
    parts = [f"# Hardened copies\n\n{_INTRODUCTION}\n"]
    for name, recipe in sorted(copies.items()):
        parts.append(f"\n## {name}\n\n{recipe.summary} Base: `{recipe.base}`.\n")
        for place, step in enumerate(recipe.changes, 1):
            parts.append(f"\n{place}. **{', '.join(step.removes)}** — {step.why} ({_counted(step)})\n")
    return "".join(parts)


_INTRODUCTION = """\
The examples are modelled as their documents say, with what is wrong in them. Each production topology has a repaired copy
beside it: the same elements after a list of operations, in which no rule finds anything critical or high, without a waiver
and without a lower objective. Each change names the rules whose findings it removes, and why it is made in this way.

This page is written from the copies' own files, `topologies/examples/<system>/<slug>-hardened.yaml`, by
`python -m topologies.examples > docs/hardened.md`."""


def _counted(step: Step) -> str:
    count = len(step.operations)
    return f"{count} operation{'' if count == 1 else 's'}"
