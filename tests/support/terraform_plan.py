"""A plan of a module without any account: `terraform test` with providers that answer from their schemas alone.

Every variable gets a value of its type, so that what `validate` cannot see is computed: which keys a map has, how
often a resource is made, what an index picks.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.support import hcl_walk, terraform

_NAMED = re.compile(r"of the design \(([^)]*)\)")
_VALUES: Mapping[str, Any] = {"string": "10.0.0.0/16", "number": 3, "bool": True}


def faults(folder: Path, files: Mapping[str, bytes], *, env: Mapping[str, str] | None = None) -> list[str]:
    """What Terraform refuses when it plans the module, which `init` has prepared; empty = it plans all of it."""
    texts = {path: body.decode() for path, body in files.items() if path.endswith(".tf")}
    whole = "\n".join(texts.values())
    values = dict(_values(hcl_walk.parsed(texts.get("variables.tf", "")), whole))
    test = [
        *_mocks(whole),
        "variables {",
        *_assignments(values),
        "}",
        'run "plan" {',
        "  command = plan",
        "}",
    ]
    (folder / "plan.tftest.hcl").write_text("\n".join(test) + "\n")
    done = terraform.run("test", folder=folder, env=env)
    (folder / "plan.tftest.hcl").unlink()
    return [] if done.returncode == 0 and "1 passed, 0 failed" in done.stdout else [done.stdout + done.stderr]


def _values(module: dict[str, Any], whole: str) -> Iterator[tuple[str, Any]]:
    for one in module.get("variable", []):
        for name, body in one.items():
            bare = hcl_walk.bare(name)
            yield bare, _value(bare, {hcl_walk.bare(key): value for key, value in body.items()}, whole)


def _value(name: str, body: Mapping[str, Any], whole: str) -> Any:
    sort = re.sub(r"[${}]", "", str(body["type"]))
    if sort in _VALUES:
        return _VALUES[sort]
    if sort.startswith(("list", "set")):
        return ["one", "two"]
    keys = re.findall(rf'var\.{re.escape(name)}\["([^"]+)"\]', whole)
    named = _NAMED.search(str(body.get("description", "")))
    keys += named[1].split(", ") if named else []
    if name.endswith("_cidrs"):  # for the availability zones that the rest of the module knows
        keys += sorted({key for text in _NAMED.findall(whole) for key in text.split(", ")}) or ["one", "two"]
    return dict.fromkeys(keys, "10.0.0.0/16")


def _assignments(values: Mapping[str, Any]) -> Iterator[str]:
    return (f"  {name} = {json.dumps(value)}" for name, value in values.items())


def _mocks(whole: str) -> Iterator[str]:
    for name, body in re.findall(
        r'^provider "([a-z]+)" \{(?:\}|\n(.*?)^\})$', whole, re.MULTILINE | re.DOTALL
    ):
        alias = re.search(r'alias +(= "[^"]+")', body)
        yield f'mock_provider "{name}" {{'
        yield from ([f"  alias {alias[1]}"] if alias else [])
        yield "}"
