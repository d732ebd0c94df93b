"""promtool and amtool, from Debian's packages: configuration, rules, the tests of the rules, and the routes."""

import subprocess
import tempfile
from pathlib import Path

from tests.support import debian
from tests.verifiers import Files, replaced

PROGRAM = "promtool check and test, amtool check-config"
CHECKS = {
    "prometheus.yml": ("prometheus", "promtool", "check", "config"),
    "rules.yml": ("prometheus", "promtool", "check", "rules", "--lint-fatal"),
    "rules.test.yml": ("prometheus", "promtool", "test", "rules"),
    "alertmanager.yml": ("alertmanager", "amtool", "check-config"),
}


def missing() -> str:
    return debian.missing("prometheus") or debian.missing("alertmanager")


def run(package: str, program: str, *words: str) -> subprocess.CompletedProcess[str]:
    folder = debian.unpacked(package)
    command = [str(folder / "usr/bin" / program), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def judge(files: Files) -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        for path, content in files.items():
            target = Path(name) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return [fault for ending in CHECKS for fault in _faults(Path(name), ending, files)]


def _faults(folder: Path, ending: str, files: Files) -> list[str]:
    """What the program says of all files with this name."""
    paths = [str(folder / path) for path in files if path.rpartition("/")[2] == ending]
    answer = run(*CHECKS[ending], *paths) if paths else None
    return [f"{ending}: {answer.stdout}{answer.stderr}"] if answer and answer.returncode else []


DAMAGES = {
    "a misspelt key": replaced("prometheus.yml", b"scrape_configs:", b"scrape_config:"),
    "a wrong type": replaced("rules.yml", b'for: "', b'for: "soon'),
    "a broken expression": replaced("rules.yml", b" == 0", b" === 0"),
    "a threshold that is never reached": replaced("rules.yml", b"> 80", b"> 99"),
    "a threshold that is always reached": replaced("rules.yml", b"> 80", b"> 8"),
    "a receiver that is not there": replaced("alertmanager.yml", b"receiver: ", b"receiver: x"),
    "a missing structure": replaced("alertmanager.yml", b"route:\n", b"\n"),
}
