"""ufw takes every command of a host's script, and has noted down a rule for each that allows something."""

from tests.support import debian, ufw
from tests.verifiers import Files, replaced

PROGRAM = "ufw on a folder of its own; `enable` as a dry run"


def missing() -> str:
    return debian.missing("ufw")


def judge(files: Files) -> list[str]:
    return [fault for path, content in files.items() for fault in _faults(path, content.decode())]


def _faults(path: str, script: str) -> list[str]:
    with ufw.fresh() as firewall:
        done = firewall.run(script)
        if done.returncode != 0 or done.stderr:
            return [f"{path}: {done.stderr or done.stdout}"]
        told = sum(line.startswith("ufw allow ") for line in script.splitlines())
        noted = len(firewall.rules())
    return [] if told == noted else [f"{path}: ufw noted {noted} rules down, {told} were told"]


DAMAGES = {
    "a misspelt key": replaced("ufw.sh", b" proto ", b" protocol "),
    "a wrong type": replaced("ufw.sh", b" port 22", b" port many"),
    "a port that does not exist": replaced("ufw.sh", b" port 22", b" port 70022"),
    "an unknown action": replaced("ufw.sh", b"ufw allow ", b"ufw permit "),
    "an unknown protocol": replaced("ufw.sh", b" tcp ", b" tpc "),
    "no address": replaced("ufw.sh", b"203.0.113.0/24", b"203.0.113.0/240"),
    "an unknown default": replaced("ufw.sh", b"default deny", b"default forbid"),
    "a quote that never ends": replaced("ufw.sh", b" comment ", b" comment '"),
}
