"""Programs that only Debian packages carry, unpacked beside the project: nothing is installed, no root is needed."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UNPACKED = ROOT / ".debian"
PROGRAMS = {
    "alertmanager": ("prometheus-alertmanager",),
    "pgbouncer": ("pgbouncer", "libc-ares2", "libevent-2.1-7", "libssl3"),
    "prometheus": ("prometheus",),
    "redis": (
        "redis-server",
        "redis-tools",
        "libatomic1",
        "libjemalloc2",
        "liblzf1",
        "libssl3",
        "libstdc++6",
    ),
    "systemd": (
        "systemd",
        "libsystemd-shared",
        "libsystemd0",
        "libacl1",
        "libapparmor1",
        "libaudit1",
        "libblkid1",
        "libcap-ng0",
        "libcap2",
        "libcrypt1",
        "libgcrypt20",
        "libgpg-error0",
        "libip4tc2",
        "libkmod2",
        "liblz4-1",
        "liblzma5",
        "libmount1",
        "libpam0g",
        "libpcre2-8-0",
        "libseccomp2",
        "libselinux1",
        "libssl3",
        "libzstd1",
    ),
    "ufw": (
        "ufw",
        "iptables",
        "libip4tc2",
        "libip6tc2",
        "libxtables12",
        "libmnl0",
        "libnetfilter-conntrack3",
        "libnfnetlink0",
        "libnftnl11",
    ),
}


def unpacked(program: str) -> Path:
    """The root folder of the program and its libraries; made whole or not at all, by whoever comes first.

    Raises:
        RuntimeError: the packages cannot be fetched; the message says what apt said.
    """
    folder = UNPACKED / program
    if not folder.exists():
        UNPACKED.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=UNPACKED) as name:
            draft = Path(name) / "root"
            _fetch(PROGRAMS[program], Path(name))
            for package in sorted(Path(name).glob("*.deb")):
                _run(["dpkg", "-x", str(package), str(draft)], Path(name))
            _settle(draft, folder)
    return folder


def _settle(draft: Path, folder: Path) -> None:
    try:
        draft.rename(folder)
    except OSError:
        if not folder.exists():
            raise


def missing(program: str) -> str:
    """Why the program cannot be had on this machine; empty where it can."""
    try:
        unpacked(program)
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        return f"{program} could not be unpacked from its Debian packages: {error}"
    return ""


def environment(folder: Path) -> dict[str, str]:
    """What an unpacked program needs to find its libraries."""
    found = [path for place in ("lib", "usr/lib") for path in (folder / place).glob("**/lib*.so*")]
    return {**os.environ, "LD_LIBRARY_PATH": ":".join(sorted({str(path.parent) for path in found}))}


def _fetch(packages: tuple[str, ...], folder: Path) -> None:
    """Download with the machine's own package lists; where it has none, with lists fetched for this once."""
    if shutil.which("apt-get") is None:
        raise RuntimeError("there is no apt-get")
    try:
        _run(["apt-get", "download", *packages], folder)
    except RuntimeError:
        state = folder / "apt"
        (state / "lists" / "partial").mkdir(parents=True)
        own = ["-o", f"Dir::State::Lists={state / 'lists'}", "-o", f"Dir::Cache={state}"]
        _run(["apt-get", *own, "update"], folder)
        _run(["apt-get", *own, "download", *packages], folder)


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} said: {done.stderr.strip()}")


if __name__ == "__main__":
    sys.exit("\n".join(filter(None, map(missing, PROGRAMS))) or 0)
