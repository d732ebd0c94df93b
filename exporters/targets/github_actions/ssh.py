"""Deployment to a machine over SSH, by the steps that the document states."""

from typing import Any

from exporters.formats.workflow import Expression, Script
from exporters.targets.github_actions.plan import Plan, Unit

Config = dict[str, Any]
_KEY = """install -d -m 700 ~/.ssh
(umask 077 && printf '%s\\n' "$SSH_KEY" > ~/.ssh/id_deploy)
printf '%s\\n' "$SSH_KNOWN_HOSTS" > ~/.ssh/known_hosts
"""
_RUN = '{ printf \'cd %%q\\n\' "$FOLDER"; printf \'%%s\\n\' "$%s"; } |\n  ssh -i ~/.ssh/id_deploy "$HOST" bash -eux\n'
_REMEMBER = """ask='git rev-parse HEAD'
commit="$({ printf 'cd %q\\n' "$FOLDER"; printf '%s\\n' "$ask"; } | ssh -i ~/.ssh/id_deploy "$HOST" bash -eu)"
printf 'commit=%s\\n' "$commit" >> "$GITHUB_OUTPUT"
"""
_RETURN = """{ printf 'cd %q\\n' "$FOLDER"; printf 'git reset --hard %q\\n' "$COMMIT"; printf '%s\\n' "$STEPS"; } |
  ssh -i ~/.ssh/id_deploy "$HOST" bash -eux
"""


def deploy(unit: Unit, plan: Plan) -> Config:
    """The job of one machine."""
    stated = unit.compute.deployment.steps if unit.compute.deployment else ()
    again = [step for step in stated if not step.startswith("git pull")]
    check = unit.compute.health_check
    command = check.command if check else ""
    plan.notes.append(
        f"{unit.key}: set the variables SSH_HOST, SSH_KNOWN_HOSTS and DEPLOY_FOLDER and the secret SSH_KEY"
    )
    checked = {"name": "Check its health", "env": {"CHECK": command}, "run": Script(_RUN % "CHECK")}
    return {
        "env": {"HOST": Expression("vars.SSH_HOST"), "FOLDER": Expression("vars.DEPLOY_FOLDER")},
        "steps": [
            {
                "name": "Get ready for SSH",
                "env": {
                    "SSH_KEY": Expression("secrets.SSH_KEY"),
                    "SSH_KNOWN_HOSTS": Expression("vars.SSH_KNOWN_HOSTS"),
                },
                "run": Script(_KEY),
            },
            {"id": "before", "name": "Remember what runs", "run": Script(_REMEMBER)},
            {
                "name": "Run the steps",
                "env": {"STEPS": "\n".join(stated)},
                "run": Script(_RUN % "STEPS"),
            },
            *([checked] if command else []),
            {
                "if": Expression("failure() && steps.before.outcome == 'success'"),
                "name": "Bring back what ran before",
                "env": {
                    "COMMIT": Expression("steps.before.outputs.commit"),
                    "STEPS": "\n".join(again),
                },
                "run": Script(_RETURN),
            },
        ],
    }
