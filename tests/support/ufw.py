"""The real ufw on a root folder of its own: it keeps its rules there, and touches no packet filter."""

import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support import debian

# ufw looks at the machine it runs on: at its packet filter, at who started it and at who owns its files.
_DRIVER = """#!{python}
import runpy, sys
sys.path.insert(0, {packages!r})
import ufw.common
ufw.common.do_checks = False
ufw.common.iptables_dir = {programs!r}
if "enable" in sys.argv:  # it would ask the kernel
    sys.argv.insert(1, "--dry-run")
sys.argv += ["--rootdir={root}", "--datadir={root}"]
runpy.run_path({program!r}, run_name="__main__")
"""


@dataclass(frozen=True)
class Ufw:
    """A ufw that was told nothing yet."""

    root: Path

    def run(self, script: str) -> "subprocess.CompletedProcess[str]":
        """The script as a machine would run it, with this ufw in the place of the machine's."""
        variables = {
            **debian.environment(debian.unpacked("ufw")),
            "PATH": f"{self.root / 'shim'}:/usr/bin:/bin",
        }
        done = subprocess.run(
            ["sh", "-s"], input=script, capture_output=True, text=True, check=False, env=variables
        )
        done.stderr = done.stderr.replace("WARN: Checks disabled\n", "")
        return done

    def rules(self) -> list[str]:
        """Every rule as ufw notes it down: action, protocol, ports and addresses, its comment in hexadecimal."""
        files = (self.root / "etc/ufw/user.rules", self.root / "etc/ufw/user6.rules")
        lines = [line for file in files for line in file.read_text().splitlines()]
        return [line.removeprefix("### tuple ### ") for line in lines if line.startswith("### tuple ###")]

    def defaults(self) -> dict[str, str]:
        """What happens to a packet that no rule names, by chain."""
        lines = (self.root / "etc/default/ufw").read_text().splitlines()
        pairs = (line.partition("=") for line in lines if line.startswith("DEFAULT_"))
        return {name: value.strip('"') for name, _, value in pairs}


@contextmanager
def fresh() -> Iterator[Ufw]:
    """A ufw as its package installs it."""
    with TemporaryDirectory() as name:
        root = Path(name)
        package = debian.unpacked("ufw")
        for folder in ("etc", "lib/ufw", "usr/share/ufw"):
            shutil.copytree(package / folder, root / folder, dirs_exist_ok=True)
        for file in (root / "usr/share/ufw").glob("*.rules"):
            shutil.copy(file, root / "etc/ufw" / file.name)
        shutil.copy(root / "usr/share/ufw/ufw.conf", root / "etc/ufw/ufw.conf")
        _shim(package, root)
        yield Ufw(root)


def _shim(package: Path, root: Path) -> None:
    shim = root / "shim" / "ufw"
    shim.parent.mkdir()
    shim.write_text(
        _DRIVER.format(
            python=sys.executable,
            packages=str(package / "usr/lib/python3/dist-packages"),
            programs=str(_programs(package, root)),
            program=str(package / "usr/sbin/ufw"),
            root=root,
        )
    )
    shim.chmod(shim.stat().st_mode | stat.S_IXUSR)


def _programs(package: Path, root: Path) -> Path:
    """iptables by the names that ufw calls it."""
    folder = root / "programs"
    folder.mkdir()
    for name in ("iptables", "ip6tables", "iptables-restore", "ip6tables-restore"):
        (folder / name).symlink_to(package / "usr/sbin/xtables-nft-multi")
    return folder
