"""Mermaid's own parser, from the npm package, in one process for all texts."""

import atexit
import json
import subprocess
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

from playwright._impl._driver import compute_driver_executable

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("mermaid", "jsdom")


def missing() -> str:
    absent = [name for name in PACKAGES if not (ROOT / "node_modules" / name / "package.json").exists()]
    return f"npm has not installed {', '.join(absent)}: run make browser" if absent else ""


@cache
def _process() -> "subprocess.Popen[str]":
    node = compute_driver_executable()[0]
    started = subprocess.Popen(
        [str(node), str(Path(__file__).with_suffix(".mjs"))],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    atexit.register(started.terminate)
    return started


def parsed(text: str) -> dict[str, Any]:
    """What Mermaid understood: nodes, zones and lines with their words, or an error."""
    process = _process()
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the process has no pipes")
    process.stdin.write(json.dumps(text) + "\n")
    process.stdin.flush()
    answer: dict[str, Any] = json.loads(process.stdout.readline())
    return answer


def words(text: str) -> str:
    """The words that Mermaid shows for a text that its parser keeps encoded."""
    return unescape(text.replace("ﬂ°°", "&#").replace("ﬂ°", "&").replace("¶ß", ";"))
