"""The jobs of the workflow: tests, one image for all that run containers, then every unit in every environment.

Keys: GitHub documentation, workflow syntax.
"""

import re
from typing import Any

from exporters.formats.words import title
from exporters.formats.workflow import Expression, Script
from exporters.targets.github_actions import aws, railway, ssh
from exporters.targets.github_actions.plan import Plan, Unit
from exporters.targets.github_actions.steps import BACK, CHECKOUT
from topologies.graph import Graph

Config = dict[str, Any]
RUNNER = "ubuntu-24.04"
# What a runtime is tested by, as its own tool does it.
_TESTS = {
    "go": "go test ./...",
    "node": "npm ci && npm test",
    "php": "composer install --no-interaction && composer test",
    "python": "python -m pip install . && python -m pytest",
}


def workflow(graph: Graph, plan: Plan) -> Config:
    """The whole workflow."""
    back = any(unit.both_colours for unit in plan.units)
    by_hand = {"action": {"type": "choice", "options": ["deploy", BACK], "default": "deploy"}}
    return {
        "name": f"Deploy {graph.header.system}/{graph.header.slug}",
        "on": {
            "push": {"branches": [plan.branch]},
            "workflow_dispatch": {"inputs": by_hand} if back else {},
        },
        "permissions": {"contents": "read"},
        "concurrency": {"group": f"deploy-{graph.header.slug}", "cancel-in-progress": False},
        "defaults": {"run": {"shell": "bash"}},
        "jobs": dict(_jobs(plan, back)),
    }


def remarks(plan: Plan) -> dict[tuple[str | int, ...], str]:
    """What stands above each deployment: the elements that it brings code to."""
    return {
        ("jobs", _name(plan, unit, environment)): ", ".join(title(node) for node in unit.nodes)
        for environment in plan.environments
        for unit in plan.units
    }


def _name(plan: Plan, unit: Unit, environment: str) -> str:
    return f"deploy-{unit.key}" if environment == plan.environments[-1] else f"{environment}-{unit.key}"


def _jobs(plan: Plan, back: bool) -> list[tuple[str, Config]]:
    found = [("test", _test(plan))]
    needs = ["test"]
    if image := next((unit for unit in plan.units if unit.way in ("ecs", "fleet")), None):
        found.append(("build", aws.build(image, plan)))
        needs = ["build"]
    for environment in plan.environments:
        names = [_name(plan, unit, environment) for unit in plan.units]
        for unit, name in zip(plan.units, names, strict=True):
            found.append((name, _deploy(unit, environment, needs, plan, back)))
        if environment != plan.environments[-1] and names:
            found.append((f"try-{environment}", _try(environment, names)))
            needs = [*needs[:1], f"try-{environment}"]
    return found


def _test(plan: Plan) -> Config:
    runtimes = " ".join(unit.compute.runtime.casefold() for unit in plan.units)
    words = set(re.findall(r"[a-z]+", runtimes))
    command = next((text for word, text in _TESTS.items() if word in words), None)
    if command is None:
        plan.notes.append("how it is tested is not stated: `make test` is written")
    return {
        "runs-on": RUNNER,
        "timeout-minutes": 30,
        "steps": [CHECKOUT, {"name": "Run the tests", "run": Script((command or "make test") + "\n")}],
    }


def _try(environment: str, needs: list[str]) -> Config:
    """What is deployed is tried before it goes on to the next environment."""
    return {
        "needs": needs,
        "runs-on": RUNNER,
        "environment": environment,
        "timeout-minutes": 60,
        "steps": [
            CHECKOUT,
            {
                "name": "Run the integration tests",
                "env": {"URL": Expression("vars.URL")},
                "run": Script("make integration-test\n"),
            },
        ],
    }


_WAYS = {"ecs": aws.service, "fleet": aws.fleet, "railway": railway.deploy, "ssh": ssh.deploy}


def _deploy(unit: Unit, environment: str, needs: list[str], plan: Plan, back: bool) -> Config:
    job = _WAYS[unit.way](unit, plan)
    only = {"if": Expression(f"inputs.action != '{BACK}'")} if back and not unit.both_colours else {}
    return {
        **only,
        "needs": needs,
        "runs-on": RUNNER,
        "environment": environment,
        "timeout-minutes": 60,
        **job,
    }
