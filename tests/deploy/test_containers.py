"""The container files, as far as they can be judged without an engine."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

BIN = Path(sys.executable).parent
NEEDED = {"SECRET_KEY": "s" * 60, "SITE_HOST": "groundplan.example", "POSTGRES_PASSWORD": "p4ssw0rd"}


def run(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": f"{BIN}:{os.environ['PATH']}", "HOME": os.environ.get("HOME", "/"), **variables}
    program = shutil.which(command[0], path=env["PATH"])
    assert program, f"{command[0]} is not installed"
    return subprocess.run(
        [program, *command[1:]], env=env, cwd=settings.ROOT, text=True, capture_output=True, check=False
    )


def compose(**variables: str) -> subprocess.CompletedProcess[str]:
    return run("docker-compose", "--env-file", "/dev/null", "config", "--format", "json", **variables)


@pytest.fixture(scope="module")
def services() -> dict[str, dict]:
    answer = compose(**NEEDED)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)["services"]


def test_the_dockerfile_has_no_known_fault():
    linted = run("hadolint", "--failure-threshold", "info", "Dockerfile")
    assert linted.returncode == 0, linted.stdout


def test_the_image_holds_only_what_exists():
    copied = [
        name
        for line in Path(settings.ROOT, "Dockerfile").read_text().splitlines()
        if line.startswith("COPY ") and "--from" not in line
        for name in line.split()[1:-1]
    ]
    allowed = Path(settings.ROOT, ".dockerignore").read_text().splitlines()
    for name in copied:
        assert (settings.ROOT / name).exists()
        assert {f"!{name}", f"!{name.partition('/')[0]}"} & set(allowed)


def test_compose_starts_every_part_of_the_portal(services):
    assert set(services) == {"front", "web", "worker", "beat", "migrate", "database", "broker"}
    assert services["web"]["deploy"]["replicas"] == 2
    assert compose(**NEEDED, WEB_REPLICAS="5").stdout.count('"replicas": 5') == 1


@pytest.mark.parametrize("name", sorted(NEEDED))
def test_compose_refuses_to_start_without(name):
    given = {key: value for key, value in NEEDED.items() if key != name}
    refused = compose(**given)
    assert refused.returncode != 0
    assert name in refused.stderr


def test_production_accepts_the_environment_that_compose_gives(services):
    environment = {key: value for key, value in services["web"]["environment"].items() if value}
    secret = "k3YwZ8vQ1rT5yU2iO9pA4sD7fG0hJ6kL3xC8vB1nM5qW2eR4tY6u"
    checked = run(
        sys.executable,
        "manage.py",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        **{**environment, "GROUNDPLAN_MODE": "production", "SECRET_KEY": secret},
    )
    assert checked.returncode == 0, checked.stderr


def test_only_the_front_is_open_to_the_world(services):
    assert [name for name, service in services.items() if service.get("ports")] == ["front"]


def test_caddy_accepts_the_front(tmp_path):
    accepted = run(
        "caddy",
        "validate",
        "--config",
        "deploy/Caddyfile",
        "--adapter",
        "caddyfile",
        SITE_HOST="groundplan.example",
        XDG_DATA_HOME=str(tmp_path),
    )
    assert accepted.returncode == 0, accepted.stderr
    assert run("caddy", "fmt", "--diff", "deploy/Caddyfile").returncode == 0


def test_every_variable_that_the_settings_read_is_documented():
    sources = [*Path(settings.ROOT, "portal").rglob("*.py")]
    names = {
        name
        for source in sources
        for name in re.findall(r'(?:env\.\w+|required|environ\.get)\(\s*"([A-Z_]+)"', source.read_text())
    }
    assert len(names) > 15
    page = Path(settings.ROOT, "docs", "running.md").read_text()
    assert [name for name in sorted(names) if f"`{name}`" not in page] == []
