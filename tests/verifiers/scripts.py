"""shellcheck and shfmt have nothing to say, and what is backed up comes back from a real PostgreSQL."""

import subprocess
import sys
from pathlib import Path

from tests.support import rescue
from tests.verifiers import Files, replaced

PROGRAM = "shellcheck; shfmt; backup.sh, drill.sh and restore.sh against PostgreSQL"
_PROGRAMS = Path(sys.executable).parent


def judge(files: Files) -> list[str]:
    faults = [fault for path, content in files.items() for fault in _faults(path, content)]
    databases = sorted({path.rpartition("/")[0] for path in files if path.endswith("/backup.sh")})
    return faults or [fault for name in databases for fault in rescue.faults(files, name)]


def _faults(path: str, content: bytes) -> list[str]:
    checks = (
        ["shellcheck", "--shell=bash", "--enable=quote-safe-variables", "-"],
        ["shfmt", "-i", "2", "-d"],
    )
    found = []
    for program, *words in checks:
        command = [str(_PROGRAMS / program), *words]
        done = subprocess.run(command, input=content, capture_output=True, check=False)
        if done.returncode != 0:
            found.append(f"{path}: {program}: {(done.stdout or done.stderr).decode()}")
    return found


DAMAGES = {
    "a misspelt option": replaced("backup.sh", b"--format=custom", b"--formt=custom"),
    "an unknown format of dumps": replaced("backup.sh", b"--format=custom", b"--format=costum"),
    "a missing brace": replaced("backup.sh", b"\n}\n", b"\n"),
    "a variable without quotes": replaced("backup.sh", b'mkdir -p "$store/daily"', b"mkdir -p $store/daily"),
    "a word of SQL that does not exist": replaced("restore.sh", b"RENAME TO", b"RENAMED TO"),
    "a restore that leaves the database as it is": replaced(
        "restore.sh", b'--dbname="$fresh"', b"--list --file=/dev/null"
    ),
    "a drill of a file that nobody made": replaced("drill.sh", b"/daily/*.dump", b"/dayly/*.dump"),
    "an if that never ends": replaced("deploy.sh", b"; then return; fi", b"; then return"),
}
