"""systemd loads every unit, with the programs that they start in place, and has nothing to say."""

from pathlib import PurePosixPath

from tests.support import debian, systemd
from tests.verifiers import Files, replaced

PROGRAM = "systemd-analyze verify"


def missing() -> str:
    return debian.missing("systemd")


def judge(files: Files) -> list[str]:
    hosts: dict[str, dict[str, str]] = {}
    for path, content in files.items():
        hosts.setdefault(str(PurePosixPath(path).parent), {})[PurePosixPath(path).name] = content.decode()
    return [fault for units in hosts.values() for fault in _faults(units)]


def _faults(units: dict[str, str]) -> list[str]:
    with systemd.machine(units) as manager:
        said = manager.verified(*units)
    return said.splitlines()


DAMAGES = {
    "a misspelt key": replaced(".service", b"WorkingDirectory=", b"WorkingDirectori="),
    "a wrong type": replaced(".service", b"MemoryHigh=512M", b"MemoryHigh=plenty"),
    "an unknown type of service": replaced(".service", b"Type=oneshot", b"Type=oneshoot"),
    "an unknown restart": replaced(".service", b"Restart=on-failure", b"Restart=on-failures"),
    "a missing bracket": replaced(".service", b"[Service]", b"[Service"),
    "a quote that never ends": replaced(".service", b"ExecStart=", b'ExecStart=/bin/true "'),
    "no calendar": replaced(".timer", b"OnCalendar=daily", b"OnCalendar=dayly"),
    "a section of another kind of unit": replaced(".timer", b"[Timer]", b"[Service]"),
}
