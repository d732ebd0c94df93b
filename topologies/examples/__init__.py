"""The systems of the source documents, as data: `<system>/system.yaml` and one `<system>/<slug>.yaml` a topology.

Files are discovered, so a new topology is a new file. The form is described in `topologies.examples.friendly`, that of a
repaired copy in `topologies.examples.hardened`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from topologies.documents import Document, dump, parse
from topologies.examples import friendly, hardened
from topologies.examples.hardened import Hardening
from topologies.graph import Fault, Faults, Graph

HOME = Path(__file__).parent
SYSTEM_FILE = "system.yaml"
SYSTEM_WORDS = ("label", "summary")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class ExampleSystem:
    """A system as its `system.yaml` says it."""

    slug: str
    label: str
    summary: str


@dataclass(frozen=True, slots=True, order=True)
class Example:
    """One topology file. `document` and `graph` raise Faults that carry the file's name as a note."""

    system: str
    slug: str
    path: Path

    def document(self) -> Document:
        """The canonical document."""
        return dump(self.graph()) if self.hardening else self._named(self._expanded)

    def graph(self) -> Graph:
        hardening = self.hardening
        if hardening is None:
            return self._named(lambda: parse(self._expanded()))
        base = Example(
            self.system, hardening.recipe.base, self.path.with_name(f"{hardening.recipe.base}.yaml")
        )
        return self._named(lambda: hardening.applied_to(base.graph(), self.slug))

    @property
    def hardening(self) -> Hardening | None:
        """What makes it of another example; None where it is drawn from a document."""
        data = self._named(lambda: friendly.read_yaml(self.path.read_bytes()))
        return self._named(lambda: hardened.read(data)) if hardened.is_hardened(data) else None

    def _expanded(self) -> Document:
        return friendly.loads(self.path.read_bytes(), system=self.system, slug=self.slug)

    def _named(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except Faults as faults:
            faults.add_note(f"in {self.system}/{self.path.name}")
            raise


def examples(home: Path = HOME) -> tuple[Example, ...]:
    """Every topology, by system and slug."""
    found = (
        Example(folder.name, path.stem, path)
        for folder in _folders(home)
        for path in folder.glob("*.yaml")
        if path.name != SYSTEM_FILE
    )
    return tuple(sorted(found))


def systems(home: Path = HOME) -> tuple[ExampleSystem, ...]:
    """Every system, by slug. Raises Faults where a system.yaml is missing or damaged."""
    return tuple(_system(folder) for folder in _folders(home))


def _folders(home: Path) -> Iterator[Path]:
    return (path for path in sorted(home.iterdir()) if any(path.glob("*.yaml")))


def _system(folder: Path) -> ExampleSystem:
    path = folder / SYSTEM_FILE
    if not path.is_file():
        raise Faults([Fault(folder.name, SYSTEM_FILE, "is missing")])
    data = friendly.read_yaml(path.read_bytes())
    if not isinstance(data, dict) or set(data) != set(SYSTEM_WORDS):
        raise Faults([Fault(folder.name, SYSTEM_FILE, "must have exactly the words label and summary")])
    for word in SYSTEM_WORDS:
        if not isinstance(data[word], str) or not data[word]:
            raise Faults([Fault(folder.name, word, "must be text")])
    return ExampleSystem(folder.name, data["label"], data["summary"])
