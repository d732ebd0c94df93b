"""The Chromium that npm's @sparticuz/chromium carries, unpacked once."""

import os
import subprocess
import tarfile
import tempfile
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "node_modules" / "@sparticuz" / "chromium" / "bin"
UNPACKED = ROOT / "node_modules" / ".chromium"
ARGUMENTS = [
    "--no-sandbox",  # the suite may run as root, where Chromium's own sandbox refuses to
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_DECOMPRESS = """
const [, source, target] = process.argv;
require("fs").writeFileSync(target, require("zlib").brotliDecompressSync(require("fs").readFileSync(source)));
"""


def _unpack(folder: Path) -> None:
    node = compute_driver_executable()[0]
    for source in PACKAGE.glob("*.br"):
        target = folder / source.stem
        subprocess.run([node, "-e", _DECOMPRESS, str(source), str(target)], check=True)
        if target.suffix == ".tar":
            with tarfile.open(target) as archive:
                archive.extractall(folder, filter="data")
            target.unlink()
    (folder / "chromium").chmod(0o755)


def unpacked() -> Path:
    """The folder of the program, its libraries and fonts; made whole or not at all, by whoever comes first."""
    if not UNPACKED.exists():
        if not PACKAGE.exists():
            raise RuntimeError("The browser is missing; fetch it with: make browser")
        draft = Path(tempfile.mkdtemp(dir=ROOT / "node_modules"))
        _unpack(draft)
        try:
            draft.rename(UNPACKED)
        except OSError:
            if not UNPACKED.exists():
                raise
    return UNPACKED


def environment(folder: Path) -> dict[str, str]:
    """What the program needs to find its own libraries, and fonts where the system has none."""
    variables = {**os.environ, "LD_LIBRARY_PATH": str(folder / "lib")}
    if not Path("/etc/fonts/fonts.conf").exists():
        variables["FONTCONFIG_FILE"] = str(folder / "fonts" / "fonts.conf")
    return variables


if __name__ == "__main__":
    unpacked()
