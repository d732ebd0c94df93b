"""Steps that several ways of deployment share. No script holds data: it comes by the environment."""

from typing import Any

from exporters.formats.words import variable
from exporters.formats.workflow import Expression, Script
from exporters.targets.github_actions.plan import Plan, Unit

Config = dict[str, Any]
CHECKOUT: Config = {"uses": "actions/checkout@v6"}
BACK = "go back"  # what is chosen by hand to return to the version before
_FRESH = Expression(f"inputs.action != '{BACK}'")
_ASK = """curl --fail --silent --show-error --output /dev/null \\
  --retry 10 --retry-delay 6 --retry-all-errors --max-time 10 "${URL}${HEALTH_PATH}"
"""
_CHOOSE = 'URL="$GREEN_URL"\nif [[ "$STANDBY" == "$BLUE" ]]; then URL="$BLUE_URL"; fi\n'


def health(unit: Unit, plan: Plan) -> list[Config]:
    """The step that asks the stated path until it answers; none where no path is stated."""
    if not _path(unit):
        plan.notes.append(f"{unit.key}: no path is stated that tells its health")
        return []
    plan.notes.append(f"{unit.key}: set the variable {own(unit, 'URL').text.removeprefix('vars.')}")
    return [_asked(unit, "Check its health", {"URL": own(unit, "URL")}, _ASK)]


def _path(unit: Unit) -> str:
    check = unit.compute.health_check
    return check.path if check else ""


def _asked(unit: Unit, name: str, env: Config, script: str) -> Config:
    return {"name": name, "env": {**env, "HEALTH_PATH": _path(unit)}, "run": Script(script)}


def _standby_health(unit: Unit, standby: Expression) -> list[Config]:
    if not _path(unit):
        return []
    env = {"STANDBY": standby, "BLUE_URL": own(unit, "BLUE_URL"), "GREEN_URL": own(unit, "GREEN_URL")}
    return [_asked(unit, "Check its health", env, _CHOOSE + _ASK)]


def own(unit: Unit, word: str) -> Expression:
    """The variable of the GitHub environment that holds a fact about a unit."""
    return Expression(f"vars.{variable(unit.key)}_{word}")


def colours(unit: Unit, plan: Plan, live: str, bring: str, switch: str) -> list[Config]:
    """Bring code to the one that stands by, check it, give it the traffic; take that back where it fails.

    `live` prints the one that has the traffic; `bring` deploys to `$STANDBY`; `switch` gives the traffic to `$TO`.
    """
    standby = Expression("steps.slots.outputs.standby")
    choose = (
        f'live="$({live})"\nstandby="$BLUE"\nif [[ "$live" == "$BLUE" ]]; then standby="$GREEN"; fi\n'
        'printf "live=%s\\nstandby=%s\\n" "$live" "$standby" >> "$GITHUB_OUTPUT"\n'
    )
    fresh = {"if": _FRESH}
    return [
        {"id": "slots", "name": "Find the one that stands by", "run": Script(choose)},
        {**fresh, "name": "Bring it the new version", "env": {"STANDBY": standby}, "run": Script(bring)},
        *_standby_health(unit, standby),
        {
            "id": "switch",
            "name": "Give it the traffic",
            "env": {"TO": standby},
            "run": Script(switch),
        },
        *[{**step, "name": "Check what users see"} for step in health(unit, plan)],
        {
            "if": Expression("failure() && steps.switch.outcome == 'success'"),
            "name": "Give the traffic back",
            "env": {"TO": Expression("steps.slots.outputs.live")},
            "run": Script(switch),
        },
    ]
