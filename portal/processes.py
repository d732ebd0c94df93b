"""Child processes that end with their parent, whatever ends it."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

STOP_SECONDS = 15
POLL_SECONDS = 0.1
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _die_with(parent: int) -> Callable[[], None]:
    """What a child runs before its program: the kernel kills it when `parent` is gone."""

    def prepare() -> None:
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


@dataclass(frozen=True)
class Child:
    """A running program, its name for people and the file it writes to."""

    name: str
    log: Path
    process: "subprocess.Popen[bytes]"

    @classmethod
    def start(
        cls,
        name: str,
        command: list[str],
        *,
        log: Path,
        env: Mapping[str, str],
        cwd: Path,
        user: int | None = None,
    ) -> "Child":
        """Start `command` in a session of its own, so that Ctrl-C in a terminal reaches the parent alone.

        `user` is the number of the user and of the group that it runs as; only root may give one.
        """
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(env),
                cwd=cwd,
                user=user,
                group=user,
                extra_groups=None if user is None else [],
                start_new_session=True,
                preexec_fn=_die_with(os.getpid()),  # noqa: PLW1509 - the parent runs no threads
            )
        return cls(name, log, process)

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Ask the program to end; after `seconds` make it, with everything it started."""
        if self.alive:
            self.process.terminate()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def last_words(self, lines: int = 20) -> str:
        """The end of the log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def wait_until(ready: Callable[[], bool], *, seconds: float, give_up: Callable[[], bool]) -> bool:
    """True once `ready`; False after `seconds`, or as soon as `give_up` says so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not give_up():
        if ready():
            return True
        time.sleep(POLL_SECONDS)
    return False
