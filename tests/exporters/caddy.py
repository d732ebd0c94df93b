"""The real Caddy as a judge."""

import json
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

CADDY = str(Path(sysconfig.get_path("scripts")) / "caddy")


def run(*arguments: str, text: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [CADDY, *arguments], input=text, capture_output=True, text=True, timeout=60, check=False
    )


def adapt(text: str) -> Any:
    """What Caddy understands; AssertionError with its own words where it refuses, or has a warning."""
    done = run("adapt", "--config", "-", "--adapter", "caddyfile", text=text)
    assert done.returncode == 0, done.stderr
    assert '"level":"warn"' not in done.stderr, done.stderr
    return json.loads(done.stdout)


def formatted(text: str) -> str:
    """The text as `caddy fmt` writes it."""
    done = run("fmt", "-", text=text)
    assert done.returncode == 0, done.stderr
    return done.stdout
