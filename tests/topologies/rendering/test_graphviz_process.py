"""What holds Graphviz to its time."""

import sys
from pathlib import Path

import pytest

from topologies.rendering.graphviz_process import SETTING, DotError, layout

SLEEPER = "import sys, time; sys.stdin.read(); time.sleep(1.5); print('{}')"
SPINNER = "while True: pass"


@pytest.fixture
def dot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def runs(code: str) -> None:
        program = tmp_path / "dot"
        program.write_text(f'#!/bin/sh\nexec {sys.executable} -S -c "{code}"\n')
        program.chmod(0o755)
        monkeypatch.setenv(SETTING, str(program))

    return runs


def test_a_machine_with_other_work_still_gets_its_picture(dot) -> None:
    """The limit is on what dot computes, not on how long it has to wait for the processor."""
    dot(SLEEPER)
    assert layout("digraph {}", seconds=0.5) == {}


def test_a_dot_that_never_ends_is_ended(dot) -> None:
    dot(SPINNER)
    with pytest.raises(DotError):
        layout("digraph {}", seconds=0.5)
