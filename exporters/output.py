"""What a target makes of a topology, and the promise that it leaves nothing out in silence. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from topologies.graph import Element, Graph

MANIFEST = "manifest.json"
LONGEST_PATH = 200

Key = str
Reason = str
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Output:
    """The files of one target, and for every element of the topology whether it is the source of something.

    `files` maps a safe relative POSIX path to bytes, sorted by path. `skipped` says for each element that is in no
    file why not. `notes` tell the reader what differs from the source document. Make one with `output_of`, which
    sees to it that no element is forgotten.

    Raises:
        ValueError: a path that may leave its folder or collide with another; an element both covered and skipped.
    """

    files: Mapping[str, bytes]
    covered: frozenset[Key]
    skipped: Mapping[Key, Reason]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if both := sorted(self.covered & self.skipped.keys()):
            raise ValueError(f"both covered and skipped: {', '.join(both)}")
        if fault := next(path_faults(self.files), None):
            raise ValueError(fault)

    def with_files(self, more: Mapping[str, str | bytes]) -> "Output":
        """The same with more files."""
        files = {**self.files, **{path: _bytes(body) for path, body in more.items()}}
        return replace(self, files=MappingProxyType({path: files[path] for path in sorted(files)}))


def output_of(
    graph: Graph,
    *,
    files: Mapping[str, str | bytes],
    covered: Iterable[Key],
    skipped: Mapping[Key, Reason] = _NOTHING,
    rest: Mapping[str, Reason] = _NOTHING,
    notes: Iterable[str] = (),
) -> Output:
    """The output of a target for this graph; text is kept as UTF-8.

    `covered` wins over `skipped`. Elements in neither are skipped for the reason that `rest` states for their
    section; a section that `rest` does not name must have no such element.

    Raises:
        ValueError: an element has no reason, a key is not in the graph, or a path is not safe.
    """
    named = frozenset(covered)
    reasons = {key: reason for key, reason in skipped.items() if key not in named}
    if strangers := sorted((named | reasons.keys()) - graph.by_key.keys()):
        raise ValueError(f"not in the topology: {', '.join(strangers)}")
    told = named | reasons.keys()
    left = [element for element in graph.elements() if element.key not in told]
    reasons.update((element.key, _reason(element, rest)) for element in left)
    return Output(
        MappingProxyType({path: _bytes(files[path]) for path in sorted(files)}),
        named,
        MappingProxyType(dict(sorted(reasons.items()))),
        tuple(notes),
    )


def _reason(element: Element, rest: Mapping[str, Reason]) -> Reason:
    try:
        return rest[element.section]
    except KeyError:
        raise ValueError(f"{element.key} ({element.section}) is neither covered nor skipped") from None


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def path_faults(paths: Iterable[str]) -> Iterator[str]:
    """One sentence for each path that could leave its folder, or that no file system could hold beside the rest."""
    taken: dict[str, str] = {MANIFEST: MANIFEST}
    folders: dict[str, str] = {}
    for path in paths:
        if fault := _path_fault(path):
            yield f"{path!r} {fault}"
            continue
        same = path.casefold()  # some file systems take two spellings for one name
        if same in taken:
            yield f"{path!r} collides with {taken[same]!r}"
        taken[same] = path
        folders.update(dict.fromkeys(_parents(same), path))
    for folder in sorted(folders.keys() & taken.keys()):
        yield f"{taken[folder]!r} is a folder of {folders[folder]!r}"


def _path_fault(path: str) -> str | None:
    if not path or len(path) > LONGEST_PATH:
        return f"must have 1 to {LONGEST_PATH} characters"
    if not path.isprintable() or "\\" in path or ":" in path:
        return "holds a character that a path may not have"
    if any(part in ("", ".", "..") or part.startswith("-") for part in path.split("/")):
        return "must be relative, with no empty, dotted or dashed step"
    return None


def _parents(path: str) -> Iterator[str]:
    steps = path.split("/")
    return ("/".join(steps[:end]) for end in range(1, len(steps)))
