"""How a rule is declared and found."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from inspect import cleandoc
from pkgutil import iter_modules
from types import MappingProxyType

# The folder is imported here, early, so that its name does not hide the function `rules` of the package later.
import topologies.validation.rules as folder
from topologies.graph import INTENT
from topologies.validation.context import Context
from topologies.validation.model import SEVERITIES, Severity, Violation

Check = Callable[[Context], Iterator[Violation]]
CODE = re.compile(r"[A-Z]{3}[0-9]{2}")


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """One rule. `page` is Markdown: what it means, why it matters, what to do; `sources` name who else asks for it.

    `whole` = it looks at the topology as a whole: what it finds may depend on elements that do not hang together.
    `reads` = the fields of the header that it looks at, by their paths.
    """

    code: str
    title: str
    severity: Severity
    page: str
    sources: tuple[str, ...]
    check: Check
    whole: bool = False
    reads: frozenset[str] = frozenset()

    @property
    def summary(self) -> str:
        return self.page.split("\n\n")[0].replace("\n", " ")


RULES: dict[str, RuleSpec] = {}


def rule(
    code: str,
    *,
    severity: Severity,
    title: str,
    sources: tuple[str, ...] = (),
    whole: bool = False,
    reads: tuple[str, ...] = (),
) -> Callable[[Check], Check]:
    """Declare a rule. It yields what is wrong; a violation with `missing` facts is an unknown, not a failure.

    Raises ValueError at import where the code is malformed or taken, or the docstring is missing.
    """

    def register(check: Check) -> Check:
        spec = RuleSpec(
            code, title, severity, cleandoc(check.__doc__ or ""), sources, check, whole, frozenset(reads)
        )
        _refuse(spec)
        RULES[code] = spec
        return check

    return register


def _refuse(spec: RuleSpec) -> None:
    if not CODE.fullmatch(spec.code):
        raise ValueError(f"rule {spec.code!r}: a code is three capital letters and two digits")
    if spec.code in RULES:
        raise ValueError(f"rule {spec.code} is declared twice")
    if spec.severity not in SEVERITIES:
        raise ValueError(f"rule {spec.code}: there is no severity {spec.severity!r}")
    if unknown := spec.reads - INTENT.keys():
        raise ValueError(f"rule {spec.code}: the header has no {', '.join(sorted(unknown))}")
    if not spec.page or not spec.title:
        raise ValueError(f"rule {spec.code} needs a title and a docstring, and that is its page")


@cache
def rules() -> Mapping[str, RuleSpec]:
    """Every rule by code, in sorted order."""
    for module in sorted(iter_modules(folder.__path__), key=lambda found: found.name):
        import_module(f"{folder.__name__}.{module.name}")
        _refuse_name(module.name)
    return MappingProxyType(dict(sorted(RULES.items())))


def _refuse_name(module: str) -> None:
    """A rule is found by its code: its file is called after it."""
    if not module.startswith("_") and module.split("_", maxsplit=1)[0].upper() not in RULES:
        raise ValueError(f"rules/{module}.py declares no rule {module.split('_', maxsplit=1)[0].upper()}")
