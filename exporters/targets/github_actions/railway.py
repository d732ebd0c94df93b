"""Deployment to Railway. Commands: Railway documentation, CLI reference."""

from typing import Any

from exporters.formats.workflow import Expression, Script
from exporters.targets.github_actions.plan import Plan, Unit
from exporters.targets.github_actions.steps import CHECKOUT, colours, health

Config = dict[str, Any]
_INSTALL = {"name": "Install Railway's CLI", "run": Script("npm install --global @railway/cli@4\n")}


def deploy(unit: Unit, plan: Plan) -> Config:
    """The job of one service, or of a blue and a green one."""
    token = {"RAILWAY_TOKEN": Expression("secrets.RAILWAY_TOKEN")}
    if unit.green is None:
        bring = {"name": "Deploy", "run": Script('railway up --ci --service "$SERVICE"\n')}
        # Railway keeps the version before wherever a new one does not become healthy.
        steps = [CHECKOUT, _INSTALL, bring, *health(unit, plan)]
        return {"env": {**token, "SERVICE": unit.key}, "steps": steps}
    plan.notes.append(
        f"{unit.key}: Railway's CLI moves no domain, so the repository needs a program `deploy/traffic`: `live` prints "
        "the service that has the domain, `switch SERVICE` moves it"
    )
    steps = colours(
        unit,
        plan,
        "./deploy/traffic live",
        'railway up --ci --service "$STANDBY"\n',
        './deploy/traffic switch "$TO"\n',
    )
    return {
        "env": {**token, "BLUE": unit.key, "GREEN": unit.green.key},
        "steps": [CHECKOUT, _INSTALL, *steps],
    }
