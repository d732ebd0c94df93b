"""Who judges what a target writes: one module a target, found here, run by the matrix test and by `make verify`.

A module is named after its target (dashes as underscores) and holds

    PROGRAM: str         the program that reads such files, as the matrix names it
    judge(files) -> list[str]
                         every refusal of that program, one sentence each; empty where it accepts all files
    DAMAGES: Mapping[str, Damage]
                         ways to break the files (misspelt key, wrong type, missing brace, wrong value), each of which
                         the program must refuse; a damage gives None where the files hold nothing it could break
    missing() -> str     optional: why the program cannot be had on this machine; empty where it can
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

Files = Mapping[str, bytes]
Damage = Callable[[Files], Files | None]


@dataclass(frozen=True, slots=True)
class Verifier:
    """The judge of one target."""

    program: str
    judge: Callable[[Files], list[str]]
    damages: Mapping[str, Damage]
    missing: str


def verifiers() -> dict[str, Verifier]:
    """Every verifier by the slug of its target."""
    found = {}
    for module in iter_modules(__path__):
        if not module.name.startswith("_"):
            code = import_module(f"{__name__}.{module.name}")
            missing = code.missing() if hasattr(code, "missing") else ""
            found[module.name.replace("_", "-")] = Verifier(code.PROGRAM, code.judge, code.DAMAGES, missing)
    return found


def replaced(path_ends: str, old: bytes, new: bytes) -> Damage:
    """A damage: the first `old` in the first file whose path ends so becomes `new`."""

    def damage(files: Files) -> Files | None:
        for path, content in files.items():
            if path.endswith(path_ends) and old in content:
                return {**files, path: content.replace(old, new, 1)}
        return None

    return damage
