"""The real `docker-compose config`: it parses, interpolates, and refuses what it does not know. It needs no engine."""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.verifiers import Files, replaced

PROGRAM = "docker-compose config"
COMPOSE = Path(sys.executable).parent / "docker-compose"


def config(text: bytes, *options: str) -> subprocess.CompletedProcess[bytes]:
    """What Compose says of a file, with an empty environment."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "compose.yaml"
        path.write_bytes(text)
        command = [
            COMPOSE,
            "--project-directory",
            "/srv",
            "--file",
            path,
            "--profile",
            "*",
            "config",
            *options,
        ]
        return subprocess.run(command, capture_output=True, env={"HOME": folder}, check=False)


def judge(files: Files) -> list[str]:
    answers = [config(content, "--quiet") for content in files.values()]
    # What it warns of it takes for something else than was meant: an unset variable is an empty text.
    return [answer.stderr.decode().strip() for answer in answers if answer.returncode or answer.stderr]


DAMAGES = {
    "a misspelt key": replaced("compose.yaml", b"healthcheck:", b"healthchek:"),
    "a wrong type": replaced("compose.yaml", b"retries: 10", b"retries: [10]"),
    "a wrong value": replaced("compose.yaml", b'"service_healthy"', b'"service_happy"'),
    "a port that is none": replaced("compose.yaml", b':5432"', b':543200"'),
    "a service that is not there": replaced("compose.yaml", b"      redis:\n", b"      rediss:\n"),
    "broken structure": replaced("compose.yaml", b"services:\n", b"services\n"),
}
