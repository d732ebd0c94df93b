"""One element that both sides changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from topologies.documents import dump_element, dump_value, parse_element
from topologies.graph import Element, Fault, Header
from topologies.graph.base import faults_of
from topologies.operations.merging.fields import Disputed, combined, put
from topologies.operations.merging.model import Clash, Decision, Decisions, States
from topologies.operations.merging.sides import Place, Sides, element_of


@dataclass
class Ledger:
    """The clashes found so far, and which of them nobody has settled. What is open stands as theirs meanwhile."""

    decisions: Decisions
    found: dict[str, Clash] = field(default_factory=dict)
    open: dict[str, Clash] = field(default_factory=dict)

    def settle(self, clash: Clash) -> Decision:
        """Note the clash; the decision about it."""
        self.found[clash.id] = clash
        decision = self.decisions.get(clash.id)
        if decision is not None and decision.take in clash.options:
            return decision
        self.open[clash.id] = clash
        return Decision("theirs")

    def reopen(self, clash: Clash, why: str) -> None:
        """The value that somebody decided for cannot be."""
        said = replace(clash, message=f"{clash.message} The value given cannot be: {why}.")
        self.found[clash.id] = self.open[clash.id] = said


FIELD_OPTIONS = ("mine", "theirs", "edit")


def header(sides: Sides, ledger: Ledger) -> Header:
    """The header of the merged topology."""
    graphs = (sides.base, sides.mine, sides.theirs)
    fields, disputed = combined(*(dump_value(graph.header) for graph in graphs))
    for one in disputed:
        fields = _settled(fields, one, _disputed("", "The topology", one), ledger)
    try:
        return Header.model_validate(fields)
    except ValidationError as error:
        clash = _together(
            "", "The topology", faults_of("", error), *(dump_value(graph.header) for graph in graphs)
        )
        return sides.mine.header if ledger.settle(clash).take == "mine" else sides.theirs.header


def element(sides: Sides, place: Place, ledger: Ledger) -> Element | None:
    """The merged element of a place that both sides changed; None where it goes."""
    base, mine, theirs = (element_of(graph, place) for graph in (sides.base, sides.mine, sides.theirs))
    if mine == theirs:
        return mine
    if base is None or mine is None or theirs is None:
        return _one_of(place, base, mine, theirs, ledger)
    all_fields = [dump_element(one) for one in (base, mine, theirs)]
    fields, disputed = combined(*all_fields)
    for one in disputed:
        fields = _settled(fields, one, _disputed(place[1], theirs.name, one), ledger, all_fields[1])
    faults: list[Fault] = []
    if found := parse_element(*place, fields, faults):
        return found
    clash = _together(place[1], theirs.name, faults, *all_fields)
    return mine if ledger.settle(clash).take == "mine" else theirs


def _disputed(key: str, name: str, one: Disputed) -> Clash:
    path = ".".join(one.path)
    message = f"{name}: both changed {path}, to different values."
    return Clash("field", key, path, message, States(one.base, one.mine, one.theirs), options=FIELD_OPTIONS)


def _settled(
    fields: dict[str, Any], one: Disputed, clash: Clash, ledger: Ledger, mine: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    decision = ledger.settle(clash)
    if decision.take == "theirs":
        return fields
    if one.path == ("kind",) and decision.take == "mine":
        return {**fields, "kind": one.mine, "properties": (mine or {}).get("properties", {})}
    return put(fields, one.path, decision.value if decision.take == "edit" else one.mine)


def _together(key: str, name: str, faults: list[Fault], *states: Any) -> Clash:
    what = "; ".join(f"{fault.field} {fault.message}".strip() for fault in faults)
    message = f"{name}: both changed it, and together they cannot be: {what}."
    return Clash("whole", key, faults[0].field, message, States(*states))


# --- removed by one, or made by both -----------------------------------------------------------------------------


def _one_of(
    place: Place, base: Element | None, mine: Element | None, theirs: Element | None, ledger: Ledger
) -> Element | None:
    options = FIELD_OPTIONS if base is None else ("mine", "theirs")
    states = States(*(_dumped(one) for one in (base, mine, theirs)))
    clash = Clash("element", place[1], "", _sentence(base, mine, theirs), states, options=options)
    decision = ledger.settle(clash)
    if decision.take == "edit":
        faults: list[Fault] = []
        if found := parse_element(*place, decision.value, faults):
            return found
        ledger.reopen(clash, "; ".join(f"{fault.field} {fault.message}".strip() for fault in faults))
    return mine if decision.take == "mine" else theirs


def _sentence(base: Element | None, mine: Element | None, theirs: Element | None) -> str:
    name = next(one.name for one in (mine, theirs, base) if one)
    if base is None:
        return f"{name}: both made an element of this key."
    if mine is None:
        return f"{name}: it was removed here, and changed in the newer revision."
    return f"{name}: it was changed here, and removed in the newer revision."


def _dumped(one: Element | None) -> dict[str, Any] | None:
    return None if one is None else dump_element(one)


def named_twice(sides: Sides) -> Iterator[tuple[Clash, Place, Place]]:
    """Keys that the sides gave to elements of different sections, with the place of mine and that of theirs."""
    for key in sorted(sides.my_keys & sides.their_keys):
        mine, theirs = sides.mine.find(key), sides.theirs.find(key)
        if mine and theirs and mine.section != theirs.section:
            what = " here, and one of the ".join(one.section.replace("_", " ") for one in (mine, theirs))
            message = f"{mine.name}: {key} is one of the {what} in the newer revision."
            clash = Clash("element", key, "", message, States(None, _dumped(mine), _dumped(theirs)))
            yield clash, (mine.section, key), (theirs.section, key)
