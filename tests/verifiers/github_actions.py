"""actionlint, with shellcheck for the scripts: both real programs from packages."""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.verifiers import Files, replaced

PROGRAM = "actionlint with shellcheck"
PROGRAMS = Path(sys.prefix) / "bin"
COMMAND = [
    str(PROGRAMS / "actionlint"),
    *("-oneline", "-no-color", "-pyflakes", "", "-shellcheck", str(PROGRAMS / "shellcheck")),
]


def judge(files: Files) -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        for path, content in files.items():
            target = Path(name) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        answer = subprocess.run(
            [*COMMAND, *files], cwd=name, capture_output=True, text=True, check=False, timeout=60
        )
    return answer.stdout.splitlines() or ([answer.stderr] if answer.returncode else [])


DAMAGES = {
    "a misspelt key": replaced(".yml", b"runs-on:", b"run-on:"),
    "a wrong type": replaced(".yml", b"timeout-minutes: 30", b'timeout-minutes: "soon"'),
    "a runner that is not there": replaced(".yml", b"ubuntu-24.04", b"ubuntu-12.04"),
    "a job that is not there": replaced(".yml", b'- "test"', b'- "tests"'),
    "an input that the action has not": replaced(".yml", b"role-to-assume:", b"role-to-be:"),
    "a broken expression": replaced(".yml", b"inputs.action !=", b"inputs.acton !="),
    "a broken script": replaced(".yml", b'if [[ "$live"', b'if [ "$live"'),
    "a broken structure": replaced(".yml", b"jobs:\n", b"jobs: {\n"),
}
