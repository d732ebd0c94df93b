"""The broker and cache of a test run."""

import atexit
import os
from pathlib import Path

from portal import valkey
from portal.processes import Child, wait_until


def _socket() -> Path:
    return Path(os.environ["GROUNDPLAN_DATA"]) / "valkey.sock"


def start(data: Path) -> None:
    """Start Valkey with everything in `data`; it ends with this process."""
    command = valkey.command(_socket(), data / "valkey")
    server = Child.start("valkey", command, log=data / "valkey.log", env=os.environ, cwd=data)
    atexit.register(server.stop)
    if not wait_until(lambda: valkey.answers(_socket()), seconds=20, give_up=lambda: not server.alive):
        raise RuntimeError(f"Valkey did not start:\n{server.last_words()}")


def addresses(number: int) -> dict[str, str]:
    """The settings with which test process `number` has a broker and a cache of its own."""
    return {
        "CELERY_BROKER_URL": f"redis+socket://{_socket()}?virtual_host={2 * number}",
        "CACHE_URL": f"unix://{_socket()}?db={2 * number + 1}",
    }
