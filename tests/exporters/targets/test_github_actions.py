"""The workflow brings code to where the topology says, and no text of it is part of a script."""

from functools import cache
from io import BytesIO
from typing import Any

from hypothesis import given, settings
from ruamel.yaml import YAML

from exporters.output import Output
from exporters.registry import find_target
from tests.exporters.hostile import SOME, TEXT, labelled
from tests.exporters.topologies_named import example
from tests.verifiers.github_actions import judge
from topologies.documents import parse

TARGET = find_target("github-actions")
FILE = ".github/workflows/deploy-live.yml"


def shop(**deployment: Any) -> dict[str, Any]:
    checked = {"path": "/health", "command": "curl localhost"}
    return {
        "format": 1,
        "topology": {"system": "shop", "slug": "live", "environment": "production"},
        "zones": {
            "aws": {"kind": "provider", "properties": {"provider": "aws"}},
            "railway": {"kind": "provider", "properties": {"provider": "railway"}},
            "box": {"kind": "droplet"},
        },
        "nodes": {
            "code": {"kind": "source-host"},
            "api": {"kind": "ecs-service", "zone": "aws", "properties": {"health_check": checked}},
            "web-blue": {"kind": "container", "zone": "railway", "slot": "blue"},
            "web-green": {"kind": "container", "zone": "railway", "slot": "green"},
            "app": {
                "kind": "app-server",
                "zone": "box",
                "properties": {"deployment": {"steps": ["git pull"], **deployment}, "health_check": checked},
            },
        },
        "links": {
            "code-api": {"source": "code", "target": "api", "role": "deployment"},
            "code-blue": {"source": "code", "target": "web-blue", "role": "deployment"},
            "code-green": {"source": "code", "target": "web-green", "role": "deployment"},
        },
    }


def read(output: Output) -> dict[str, Any]:
    (content,) = output.files.values()
    workflow: dict[str, Any] = YAML(typ="safe", pure=True).load(BytesIO(content))
    return workflow


def generate(document: dict[str, Any]) -> tuple[dict[str, Any], Output]:
    output = TARGET.generate(parse(document))
    assert judge(output.files) == []
    return read(output), output


@cache
def usual() -> dict[str, Any]:
    return generate(shop())[0]


def scripts(workflow: dict[str, Any]) -> list[str]:
    return [step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step]


def names(job: dict[str, Any]) -> list[str]:
    return [step["name"] for step in job["steps"] if "name" in step]


def test_a_pair_is_switched_after_its_check_and_back_where_users_see_faults() -> None:
    job = read(TARGET.generate(example("railway", "production")))["jobs"]["deploy-app-blue"]
    assert names(job)[1:] == [
        "Find the one that stands by",
        "Bring it the new version",
        "Check its health",
        "Give it the traffic",
        "Check what users see",
        "Give the traffic back",
    ]
    assert job["env"]["GREEN"] == "app-green"
    assert job["steps"][-1]["if"] == "${{ failure() && steps.switch.outcome == 'success' }}"


def test_the_steps_of_infinri_run_over_ssh() -> None:
    jobs = read(TARGET.generate(example("infinri", "single-droplet")))["jobs"]
    steps = jobs["deploy-roadrunner"]["steps"]
    assert steps[2]["env"]["STEPS"].splitlines()[0] == "git pull origin main"
    assert steps[4]["env"]["STEPS"].splitlines()[0] == "composer install --no-dev --optimize-autoloader"
    assert jobs["test"]["steps"][1]["run"].startswith("composer install")


def test_staging_is_tried_before_production() -> None:
    jobs = read(TARGET.generate(example("collab", "active-active")))["jobs"]
    assert jobs["try-staging"]["needs"] == [name for name in jobs if name.startswith("staging-")]
    production = [job for name, job in jobs.items() if name.startswith("deploy-")]
    assert len(production) == 4
    assert all(job["needs"] == ["build", "try-staging"] for job in production)


def test_every_job_is_for_the_environment_and_the_branch_that_are_stated() -> None:
    found, _ = generate(shop(branch="release/1"))
    assert found["on"]["push"]["branches"] == ["release/1"]
    jobs = {name: job for name, job in found["jobs"].items() if name.startswith("deploy-")}
    assert jobs.keys() == {"deploy-api", "deploy-app", "deploy-web-blue"}
    assert {job["environment"] for job in jobs.values()} == {"production"}


def test_what_gets_no_code_by_a_known_way_is_told() -> None:
    assert "not stated" in (TARGET.supports(example("chpp", "multi-region")) or "")
    document = shop()
    document["nodes"]["app"]["zone"] = None
    output = TARGET.generate(parse(document))
    assert output.skipped["app"] == "how code gets to it is not stated"


@settings(max_examples=20, deadline=None)
@given(TEXT)
def test_no_label_is_more_than_a_remark(text: str) -> None:
    assert generate(labelled(shop(), text))[0] == usual()


@settings(max_examples=20, deadline=None)
@given(SOME)
def test_every_text_is_data(text: str) -> None:
    document = shop(steps=[text], branch=text)
    document["nodes"]["app"]["properties"]["health_check"]["command"] = text
    document["nodes"]["api"]["properties"]["health_check"]["path"] = text
    found, _ = generate(document)
    assert scripts(found) == scripts(usual())
    written = text.replace("${{", "${{ '${{' }}")
    assert found["jobs"]["deploy-app"]["steps"][2]["env"]["STEPS"] == written
    assert found["jobs"]["deploy-app"]["steps"][3]["env"]["CHECK"] == written
    assert found["jobs"]["deploy-api"]["steps"][3]["env"]["HEALTH_PATH"] == written
