"""The parts of all builders as files, with an account of every element."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from itertools import chain

from exporters.formats.hcl import (
    Block,
    Comment,
    Expression,
    Reference,
    attributes,
    block,
    render,
)
from exporters.formats.hcl import (
    Part as HclPart,
)
from exporters.targets.terraform.builders import builders, maker, subject
from exporters.targets.terraform.parts import Covered, Export, Note, Resource, Shared, Skipped, Variable
from exporters.targets.terraform.providers import PROVIDERS
from exporters.targets.terraform.site import GLOBAL_ALIAS, Site
from exporters.targets.terraform.versions import versions
from topologies.graph import Element, Fault, Faults, Node, Zone
from topologies.kinds import Trait

_EVERYWHERE = f"aws.{GLOBAL_ALIAS}"


@dataclass
class Account:
    """What has been made so far. Blocks are kept as text: as values they take ten times the room."""

    site: Site
    texts: dict[str, BytesIO] = field(default_factory=dict)  # file -> its blocks with their remarks
    used: set[str] = field(default_factory=set)  # what Terraform calls the providers of the resources
    uses_global: bool = False
    exports: list[Export] = field(default_factory=list)
    covered: set[str] = field(default_factory=set)
    skipped: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    variables: dict[str, Variable] = field(default_factory=dict)
    shared: set[tuple[str, str]] = field(default_factory=set)

    def files(self) -> dict[str, bytes]:
        """The files, each with its remarks; variables last made, as they follow from the rest."""
        for name in ("versions.tf", "outputs.tf", "variables.tf"):
            self.texts.pop(name, None)
        self._append(
            "versions.tf", list(versions(self.site, frozenset(self.used), global_too=self.uses_global))
        )
        # One by one: a large topology has tens of thousands, and as values they take ten times the room of their text.
        for export in self.exports:
            self._append("outputs.tf", [_output(export)])
        for name in sorted(self.variables):
            self._append("variables.tf", [_declaration(self.variables[name])])
        return {name: file.getvalue() for name, file in self.texts.items()}

    def _append(self, name: str, parts: Sequence[HclPart]) -> None:
        """More parts of a file, which begins with a remark that says what made it."""
        if not parts:
            return
        met: list[Reference] = []
        text = render(parts, met)
        if name not in self.texts:
            self.texts[name] = BytesIO()
            self.texts[name].write(render([self._head]).encode())
        self.texts[name].write(f"\n{text}".encode())
        self._mentions(met)

    @cached_property
    def _head(self) -> Comment:
        header = self.site.graph.header
        return Comment(f"Made by Groundplan from {self.site.name}: {header.label or header.slug}")

    def add_all(self) -> None:
        for element in self.site.graph.elements():
            self._add(element)
        self._add_shared()

    def _add(self, element: Element) -> None:
        builder = builders().get((self.site.provider(element), subject(element)))
        if builder is None or _on_host(self.site, element):
            self._left(element)
            return
        try:
            for part in builder(self.site, element):
                self._take(part)
        except ValueError as error:
            raise Faults([Fault(element.key, "", str(error))]) from error

    def _take(self, part: Resource | Export | Covered | Skipped | Note) -> None:
        if isinstance(part, Resource):
            self._write(part)
        elif isinstance(part, Export):
            self.exports.append(part)
        elif isinstance(part, Covered):
            self.covered.update(part.keys)
        elif isinstance(part, Skipped):
            self.skipped.setdefault(part.key, part.reason)
        else:
            self.notes.append(part.text)

    def _write(self, made: Resource) -> None:
        self._append(made.file, [*map(Comment, made.remarks), made.block])
        self.used.add(made.block.labels[0].partition("_")[0])

    def _mentions(self, met: Iterable[Reference]) -> None:
        for found in met:
            if isinstance(found, Variable):
                self.variables.setdefault(found.name, found)
            elif isinstance(found, Shared):
                self.shared.add((found.need, found.place))
            elif found.text == _EVERYWHERE:
                self.uses_global = True

    def _add_shared(self) -> None:
        done: set[tuple[str, str]] = set()
        while todo := sorted(self.shared - done):
            for need, place in todo:
                for made in maker(need)(self.site, place):
                    self._take(made)
            done.update(todo)

    def _left(self, element: Element) -> None:
        """An element that nothing builds: a zone that only says where others are, or one to be skipped."""
        if isinstance(element, Zone) and self._says_where(element):
            self.covered.add(element.key)
        elif isinstance(element, Node | Zone):
            self.skipped.setdefault(element.key, _reason(self.site, element))
        elif (provider := self.site.provider(element)) not in PROVIDERS and provider:
            self.skipped.setdefault(element.key, _ungenerated(provider))

    def _says_where(self, zone: Zone) -> bool:
        inside = self.site.provider(zone) in PROVIDERS
        return inside and zone.kind in ("provider", "region") and zone.key in self._used

    @cached_property
    def _used(self) -> frozenset[str]:
        graph = self.site.graph
        accounts = (graph.enclosing(zone, Trait.PROVIDER) for zone in graph.zones.values())
        places = chain.from_iterable(self.site.places.values())
        return frozenset([*places, *(zone.key for zone in accounts if zone)])


def _on_host(site: Site, element: Element) -> bool:
    return isinstance(element, Node) and site.graph.enclosing(element, Trait.HOST) is not None


def _reason(site: Site, element: Node | Zone) -> str:
    provider = site.provider(element)
    label = site.graph.kind(element).label
    if not provider:
        return "it stands at no provider that the design names"
    if provider not in PROVIDERS:
        return _ungenerated(provider)
    host = site.graph.enclosing(element, Trait.HOST)
    if host is not None and isinstance(element, Node):
        return f"it runs on {host.key}, and Terraform sets up the machine, not what runs on it"
    if element.kind == "group":
        return "it groups for people and is no resource"
    return f"this target writes no {label} at {PROVIDERS[provider].label}: the design does not say which service it is"


def _word(provider: str) -> str:
    return "a provider without a name" if provider == "other" else provider


def _ungenerated(provider: str) -> str:
    return f"it stands at {_word(provider)}, for which this target writes nothing"


# --- the files that follow from the rest -----------------------------------------------------------------


def _declaration(one: Variable) -> Block:
    body = attributes(
        description=one.description,
        type=Expression(one.type),
        default=Expression("null") if one.optional else None,
        sensitive=True if one.sensitive else None,
        nullable=None if one.optional else False,
    )
    return block("variable", one.name, body=body)


def _output(one: Export) -> Block:
    body = attributes(description=one.description, value=one.value, sensitive=True if one.sensitive else None)
    return block("output", one.name, body=body)
