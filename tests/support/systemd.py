"""The real systemd on a root folder of its own: it loads units, starts nothing, and says how it read them."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support import debian

_BARE = re.compile(r"^(Exec[A-Za-z]+=)([^/\s]+)", re.MULTILINE)
_PROGRAM = re.compile(r"^Exec[A-Za-z]+=(/\S+)", re.MULTILINE)
_UNITS = "usr/lib/systemd/system"


@dataclass(frozen=True)
class Manager:
    """A machine whose units lie under `root`."""

    root: Path

    def verified(self, *names: str) -> str:
        """What systemd has against the units; empty where it has nothing."""
        done = self._analyze("verify", "--man=no", *names)
        said = done.stderr.strip()
        return said or ("" if done.returncode == 0 else f"it ended with {done.returncode}")

    def read(self, name: str) -> dict[str, list[str]]:
        """How systemd read the unit: every field that it notes down, by name."""
        done = self._analyze("verify", "--man=no", name, SYSTEMD_LOG_LEVEL="debug")
        _, _, dump = done.stdout.partition(f"-> Unit {name}:")
        found: dict[str, list[str]] = {}
        for line in dump.split("-> Unit ")[0].splitlines():
            key, separator, value = line.strip().partition(": ")
            if separator:
                found.setdefault(key, []).append(value)
        return found

    def words(self, name: str) -> list[str]:
        """The program of a service and its words; a variable would be written `$NAME`, a dollar sign is `$$`."""
        (line,) = self.read(name)["Command Line"]
        # systemd escapes these for a shell; Python's own splitting leaves their backslashes.
        plain = re.sub(r"\\(.)", lambda found: found[1] if found[1] in "$`" else found[0], line)
        return shlex.split(plain)

    def _analyze(self, *words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        program = debian.unpacked("systemd")
        command = [str(program / "usr/bin/systemd-analyze"), f"--root={self.root}", *words]
        variables |= {"LANG": "C.UTF-8"}
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            env={**debian.environment(program), **variables},
        )


@contextmanager
def machine(units: Mapping[str, str]) -> Iterator[Manager]:
    """A machine with systemd's own units, these, and the programs that they start, which do nothing there."""
    with TemporaryDirectory() as name:
        root = Path(name)
        package = debian.unpacked("systemd")
        source = package / _UNITS if (package / _UNITS).exists() else package / "lib/systemd/system"
        shutil.copytree(source, root / _UNITS, symlinks=True)
        (root / "etc/systemd/system").mkdir(parents=True)
        for unit, text in units.items():
            # A program without a folder is looked for on the machine itself, not below the root.
            placed = _BARE.sub(r"\1/usr/bin/\2", text)
            (root / "etc/systemd/system" / unit).write_text(placed)
            for program in _PROGRAM.findall(placed):
                _program(root / program.lstrip("/"))
        yield Manager(root)


def _program(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)


def next_moments(calendar: str, count: int) -> list[str]:
    """The next times at which a calendar expression elapses after the beginning of 2026, in UTC.

    Raises:
        ValueError: systemd does not understand it.
    """
    program = debian.unpacked("systemd")
    words = ["calendar", f"--iterations={count}", "--base-time=2026-01-01 00:00:00 UTC", calendar]
    command = [str(program / "usr/bin/systemd-analyze"), *words]
    variables = {**debian.environment(program), "TZ": "UTC", "LANG": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=variables)
    if done.returncode != 0:
        raise ValueError(done.stderr.strip())
    lines = [line.strip() for line in done.stdout.splitlines()]
    marks = ("Next elapse: ", "Iter")
    return [line.partition(": ")[2].strip() for line in lines if line.startswith(marks)]
